// “t” h[69] = −0.38, beside the crosshair, on the side where there is room.
import { columnWidth, offset, trackWidth } from './inspection';

export function MapTooltip({ index, share, words }: { index: number /** How far down, 0…1. */; share: number; words: string }) {
  const x = index * columnWidth.value - offset.value;
  const right = x > trackWidth.value / 2;
  const place = right ? { right: `${trackWidth.value - x + 10}px` } : { left: `${x + columnWidth.value + 10}px` };
  return (
    <div class="tooltip" style={{ ...place, top: `calc(${share * 100}% - 12px)` }} data-testid="tooltip">
      {words}
    </div>
  );
}
