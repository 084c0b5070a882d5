// Why the host did not do what it was asked; how far it is with what it does, and the button that ends it.
import { duration } from '../../src/protocol/figures';
import type { Work } from './question';

export function Refusal({ of: { refusal } }: { of: Work }) {
  if (refusal.value === undefined) return null;
  return (
    <div class="notice error" role="alert" data-testid="refusal">
      {refusal.value}
    </div>
  );
}

export function Cancel({ of: { busy, cancel, progress } }: { of: Work }) {
  if (!busy.value) return null;
  const { fraction, left } = progress.value ?? {};
  return (
    <>
      <button type="button" class="button" data-testid="cancel" onClick={cancel}>
        Cancel
      </button>
      {fraction !== undefined && (
        <span class="caption" data-testid="asked-progress">
          {Math.floor(100 * fraction)} %{left !== undefined && left > SOON && ` · ${duration(left)} left`}
        </span>
      )}
    </>
  );
}

/** Nobody need be told of what is done before they have read it. */
const SOON = 1; // second
