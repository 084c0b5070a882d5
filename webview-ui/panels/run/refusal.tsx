// Why the host did not do what it was asked, and the button that ends what it is doing.
import type { Question } from './question';

export function Refusal({ of: { refusal } }: { of: Question }) {
  if (refusal.value === undefined) return null;
  return (
    <div class="notice error" role="alert" data-testid="refusal">
      {refusal.value}
    </div>
  );
}

export function Cancel({ of: { busy, cancel } }: { of: Question }) {
  if (!busy.value) return null;
  return (
    <button type="button" class="button" data-testid="cancel" onClick={cancel}>
      Cancel
    </button>
  );
}
