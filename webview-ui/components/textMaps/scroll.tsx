// Where in the text one looks, as a slider over all of it: for pictures that are no pane of their own to scroll.
import { unitWords } from '../../../src/protocol/textUnits';
import { count } from '../figures';
import type { Axis } from './axis';

/** Nothing where all of the text is in sight. */
export function Scroll({ axis }: { readonly axis: Axis }) {
  const { columnWidth, look, offset, trackWidth, units } = axis;
  const { first, end, count: all } = look.value;
  const most = all * columnWidth.value - trackWidth.value;
  if (most < 1) return null;
  return (
    <input
      class="text-scroll"
      type="range"
      min={0}
      max={Math.ceil(most)}
      step={Math.max(1, columnWidth.value)}
      value={offset.value}
      aria-label="Place in the text"
      aria-valuetext={`${unitWords(units.value).many} ${count(first + 1)} to ${count(end)} of ${count(all)}`}
      onInput={(event) => axis.scrollTo(Number(event.currentTarget.value))}
    />
  );
}
