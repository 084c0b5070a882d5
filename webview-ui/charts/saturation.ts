// How saturated the units of each gate are: a square for each gate, a dot for each unit, as often closed and as often open as it is.
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface GateSaturation {
  readonly name: string;
  /** Of each unit, the fraction of characters at which it is below 0.1, and above 0.9. */
  readonly closed: Float32Array;
  readonly open: Float32Array;
}

const LABEL = 18;
const BETWEEN = 20;

/** @param marked a unit to be told apart in every gate */
export function drawSaturation(
  { context, width, height }: Surface,
  gates: readonly GateSaturation[],
  marked: number | undefined,
  palette: Palette,
): void {
  const side = Math.min(height - 2 * LABEL, (width - LABEL - (gates.length - 1) * BETWEEN) / gates.length);
  context.font = `11px ${palette.font}`;
  context.textBaseline = 'middle';
  gates.forEach(({ name, closed, open }, gate) => {
    const left = LABEL + gate * (side + BETWEEN);
    const top = LABEL;
    context.strokeStyle = palette.grid;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, side, side);
    // No unit is beyond the diagonal: closed and open together are all characters at most.
    context.beginPath();
    context.moveTo(left, top);
    context.lineTo(left + side, top + side);
    context.stroke();
    context.fillStyle = palette.foreground;
    context.textAlign = 'left';
    context.fillText(name, left, top - LABEL / 2);
    context.fillStyle = palette.muted;
    context.textAlign = 'center';
    context.fillText('open →', left + side / 2, top + side + LABEL / 2);
    if (gate === 0) {
      context.save();
      context.translate(left - LABEL / 2, top + side / 2);
      context.rotate(-Math.PI / 2);
      context.fillText('closed →', 0, 0);
      context.restore();
    }
    const dot = (unit: number, radius: number) => {
      context.beginPath();
      context.arc(left + (open[unit] as number) * side, top + side - (closed[unit] as number) * side, radius, 0, 2 * Math.PI);
      context.fill();
    };
    context.fillStyle = palette.gate;
    context.globalAlpha = 0.5;
    for (const unit of closed.keys()) dot(unit, 2.5);
    context.globalAlpha = 1;
    context.fillStyle = palette.accent;
    if (marked !== undefined && marked < closed.length) dot(marked, 4.5);
  });
}
