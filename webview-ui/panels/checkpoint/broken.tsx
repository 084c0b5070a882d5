// Why a file cannot be shown, and the ways to look at it all the same.
import { useWeights } from './weights';

export function Broken() {
  const { broken, read, reopen } = useWeights();
  return (
    <div class="empty broken" role="alert" data-testid="broken">
      <p class="empty-title">These weights cannot be shown</p>
      <p class="broken-reason">{broken.value}</p>
      <p class="broken-ways">
        <button type="button" class="button" data-testid="reopen-text" onClick={() => void reopen('text')}>
          Reopen as Text
        </button>
        <button
          type="button"
          class="button"
          title="In another editor, such as one for bytes"
          data-testid="reopen-other"
          onClick={() => void reopen('other')}
        >
          Reopen With…
        </button>
        <button type="button" class="button" data-testid="read-again" onClick={() => void read()}>
          Try Again
        </button>
      </p>
    </div>
  );
}
