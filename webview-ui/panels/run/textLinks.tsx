// What can be done with a text that a model wrote.
import { useSignal } from '@preact/signals';
import { usePanel } from './runPanel';

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
  const panel = usePanel();
  const copied = useSignal(false);
  const copy = async () => {
    await panel.attempt(() => panel.host.copy(text));
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
  const panel = usePanel();
  return (
    <TextLink name="replace" title="Replace the selection" act={() => panel.attempt(() => panel.host.replace(text))}>
      Replace
    </TextLink>
  );
}

export function InsertLink({ text }: { text: string }) {
  const panel = usePanel();
  return (
    <TextLink name="insert" title="Insert at the cursor" act={() => panel.attempt(() => panel.host.insert(text))}>
      Insert
    </TextLink>
  );
}
