// What can be done with a text that a model wrote.
import { useSignal } from '@preact/signals';
import { attempt } from './attempt';
import { host } from './host';

interface LinkProps {
  readonly name: string;
  readonly title: string;
  readonly act: () => Promise<unknown>;
  readonly children: string;
}

function TextLink({ name, title, act, children }: LinkProps) {
  return (
    <button type="button" class="link" data-testid={name} title={title} onClick={() => void act()}>
      {children}
    </button>
  );
}

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
    <TextLink name="copy" title="Copy to the clipboard" act={copy}>
      {copied.value ? 'Copied' : 'Copy'}
    </TextLink>
  );
}

export function ReplaceLink({ text }: { text: string }) {
  return (
    <TextLink name="replace" title="Replace the selection" act={() => attempt(() => host.replace(text))}>
      Replace
    </TextLink>
  );
}

export function InsertLink({ text }: { text: string }) {
  return (
    <TextLink name="insert" title="Insert at the cursor" act={() => attempt(() => host.insert(text))}>
      Insert
    </TextLink>
  );
}
