// “t” h[69] = −0.38, beside the crosshair, on the side where there is room, and off the row that it speaks of.
import { useInspection } from './inspection';

const HEIGHT = 24;
const GAP = 6;

export function MapTooltip({ index, row, rows, words }: { index: number; row: number; rows: number; words: string }) {
  const { axis } = useInspection();
  const { columnWidth, offset, trackWidth } = axis;
  const { from, to } = axis.column(index);
  const [x, end] = [from, to].map((at) => at * columnWidth.value - offset.value) as [number, number];
  const right = x > trackWidth.value / 2;
  const place = right ? { right: `${trackWidth.value - x + 10}px` } : { left: `${end + 10}px` };
  const beside = row < rows / 2 ? `${((row + 1) / rows) * 100}% + ${GAP}px` : `${(row / rows) * 100}% - ${HEIGHT + GAP}px`;
  return (
    <div class="tooltip" style={{ ...place, top: `clamp(0px, ${beside}, 100% - ${HEIGHT}px)` }} data-testid="tooltip">
      {words}
    </div>
  );
}
