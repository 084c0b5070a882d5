// Eigenvalues in the complex plane, with the unit circle: what lies inside fades, what lies outside grows.
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface EigenvalueSet {
  readonly colour: keyof Palette;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  /** The one that one is at. */
  readonly at?: number | undefined;
}

export function drawEigenvaluePlane({ context, width, height }: Surface, sets: readonly EigenvalueSet[], palette: Palette): void {
  const modulus = ({ real, imaginary }: EigenvalueSet) => real.reduce((m, x, at) => Math.max(m, Math.hypot(x, imaginary[at] as number)), 0);
  const most = Math.max(1.2, ...sets.map((set) => 1.05 * modulus(set)));
  const radius = Math.min(width, height) / 2 - 4;
  const [x, y] = [width / 2, height / 2];
  const at = (value: number) => (value / most) * radius;
  context.lineWidth = 1;
  context.strokeStyle = palette.grid;
  context.beginPath();
  context.moveTo(x - radius, Math.round(y) + 0.5);
  context.lineTo(x + radius, Math.round(y) + 0.5);
  context.moveTo(Math.round(x) + 0.5, y - radius);
  context.lineTo(Math.round(x) + 0.5, y + radius);
  context.stroke();
  context.strokeStyle = palette.muted;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.arc(x, y, at(1), 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = palette.muted;
  context.font = `11px ${palette.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillText('1', x + at(1) + 3, y - 2);
  context.fillText('i', x + 4, y - at(1) - 1);
  context.globalAlpha = 0.75;
  for (const { colour, real, imaginary } of sets) {
    context.fillStyle = palette[colour];
    for (const [index, value] of real.entries()) {
      context.beginPath();
      context.arc(x + at(value), y - at(imaginary[index] as number), 2.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
  context.globalAlpha = 1;
  context.strokeStyle = palette.foreground;
  for (const { real, imaginary, at: chosen = -1 } of sets) {
    const [re, im] = [real[chosen], imaginary[chosen]];
    if (re === undefined || im === undefined) continue;
    context.beginPath();
    context.arc(x + at(re), y - at(im), 5, 0, 2 * Math.PI);
    context.stroke();
  }
}
