// Copies a text, and says that it did.
import { useSignal } from '@preact/signals';

export function CopyLink({ copy }: { copy: () => Promise<void> }) {
  const copied = useSignal(false);
  const copyIt = async () => {
    await copy();
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 1500);
  };
  return (
    <button type="button" class="link" data-testid="copy" title="Copy to the clipboard" onClick={() => void copyIt()}>
      {copied.value ? 'Copied' : 'Copy'}
    </button>
  );
}
