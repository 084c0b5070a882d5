// What can be done with a text that a model wrote.
import { useSignal } from '@preact/signals';
import { attempt } from './attempt';
import { host } from './host';

/** Copies a text, and says that it did. */
export function CopyLink({ text }: { text: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    await attempt(() => host.copy(text));
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 1500);
  };
  return (
    <button type="button" class="link" data-testid="copy" title="Copy to the clipboard" onClick={() => void copy()}>
      {copied.value ? 'Copied' : 'Copy'}
    </button>
  );
}

export function ReplaceLink({ text }: { text: string }) {
  return (
    <button
      type="button"
      class="link"
      data-testid="replace"
      title="Replace the selection"
      onClick={() => void attempt(() => host.replace(text))}
    >
      Replace
    </button>
  );
}

export function InsertLink({ text }: { text: string }) {
  return (
    <button
      type="button"
      class="link"
      data-testid="insert"
      title="Insert at the cursor"
      onClick={() => void attempt(() => host.insert(text))}
    >
      Insert
    </button>
  );
}
