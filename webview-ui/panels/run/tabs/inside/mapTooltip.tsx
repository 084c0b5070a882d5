// “t” h[69] = −0.38, beside the crosshair, on the side where there is room, and off the row that it speaks of.
import { useInspection } from './inspection';

const HEIGHT = 24;
/** Of a letter, and of the frame around the words, in CSS pixels. */
const [LETTER, FRAME] = [7.3, 18];
const [GAP, SIDE] = [6, 10];

export function MapTooltip({ index, row, rows, words }: { index: number; row: number; rows: number; words: string }) {
  const { axis } = useInspection();
  const { columnWidth, offset, trackWidth } = axis;
  const { from, to } = axis.column(index);
  const [x, end] = [from, to].map((at) => at * columnWidth.value - offset.value) as [number, number];
  const track = trackWidth.value;
  const width = [...words].length * LETTER + FRAME;
  const fits = x > track / 2 ? x - SIDE >= width : end + SIDE + width <= track;
  const beyond = { left: `${Math.max(0, Math.min(end + SIDE, track - width))}px` }; // over the crosshair rather than cut off
  const place = !fits ? beyond : x > track / 2 ? { right: `${track - x + SIDE}px` } : { left: `${end + SIDE}px` };
  const beside = row < rows / 2 ? `${((row + 1) / rows) * 100}% + ${GAP}px` : `${(row / rows) * 100}% - ${HEIGHT + GAP}px`;
  return (
    <div class="tooltip" style={{ ...place, top: `clamp(0px, ${beside}, 100% - ${HEIGHT}px)` }} data-testid="tooltip">
      {words}
    </div>
  );
}
