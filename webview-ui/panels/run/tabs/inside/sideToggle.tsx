// Hides the column beside the maps, and brings it back: without it the maps are as wide as the panel.
import { useInspection } from './inspection';

/** The id of the column. */
export const SIDE = 'inside-side';

export function SideToggle() {
  const { view } = useInspection();
  const { side } = view.value;
  return (
    <button
      type="button"
      class="chip icon side-toggle"
      aria-label="Details at the cursor"
      title={side ? 'Hide the details' : 'Show the details'}
      aria-expanded={side}
      aria-controls={side ? SIDE : undefined}
      data-testid="side-toggle"
      onClick={() => view.change({ side: !side })}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path class="side-toggle-frame" d="M1.5 2.5h13v11h-13z" />
        <path class={side ? 'side-toggle-shown' : 'side-toggle-frame'} d="M10.5 2.5h4v11h-4z" />
      </svg>
    </button>
  );
}
