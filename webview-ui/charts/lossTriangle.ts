// Every loss of a stretch of text against every earlier state: what is left of the gradient, a shade for each decade.
import { type ColourScale, sequentialScale } from './colourScale';
import { DECADES, LEAST, LEFT, RIGHT } from './gradientCurves';
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface LossTriangleLook {
  /** Characters in sight: rows are their losses, columns the states after them. */
  readonly count: number;
  /** What is left at the state after a character of the loss of another; NaN where nothing can be. */
  readonly left: (loss: number, state: number) => number;
  readonly at: number;
  readonly colour: keyof Palette;
  readonly palette: Palette;
}

const TOP = 8;
const BOTTOM = 22;

export function drawLossTriangle({ context, width, height }: Surface, { count, left, at, colour, palette }: LossTriangleLook): void {
  const wide = width - LEFT - RIGHT;
  const high = height - TOP - BOTTOM;
  const scale = sequentialScale(palette.background, palette[colour], 0, DECADES);
  context.imageSmoothingEnabled = false;
  context.drawImage(shaded(count, left, scale), LEFT, TOP, wide, high);
  const [column, row] = [wide / count, high / count];
  context.globalAlpha = 0.6;
  context.fillStyle = palette.foreground;
  context.fillRect(LEFT, TOP + (at + 0.5) * row, (at + 0.5) * column, 1);
  context.fillRect(LEFT + (at + 0.5) * column, TOP, 1, high);
  context.globalAlpha = 1;
  context.fillStyle = palette.muted;
  context.font = `11px ${palette.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillText('loss t', LEFT - 6, TOP + (at + 0.5) * row);
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillText('state s →', LEFT, TOP + high + 6);
  drawKey(context, width - RIGHT - 160, TOP + 8, palette, scale);
}

/** A pixel for each loss and state. */
function shaded(count: number, left: LossTriangleLook['left'], { table }: ColourScale): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  picture.width = picture.height = Math.max(1, count);
  const context = picture.getContext('2d') as CanvasRenderingContext2D;
  const pixels = new Uint32Array(picture.width * picture.height);
  for (let loss = 0; loss < count; loss++)
    for (let state = 0; state < loss + 1; state++) {
      const share = left(loss, state);
      if (share >= LEAST) pixels[loss * count + state] = table[stepOfDecade(share, table.length)] as number;
    }
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), picture.width, picture.height), 0, 0);
  return picture;
}

/** The shade of a whole decade: 1 and more is full. */
function stepOfDecade(share: number, steps: number): number {
  const below = Math.min(DECADES, Math.max(0, Math.floor(-Math.log10(share) + 1e-9)));
  return Math.round(((DECADES - below) / DECADES) * (steps - 1));
}

function drawKey(context: Surface['context'], x: number, y: number, palette: Palette, { table }: ColourScale): void {
  const each = 160 / DECADES;
  for (let decade = 0; decade < DECADES; decade++) {
    const pixel = table[stepOfDecade(10 ** -decade, table.length)] as number;
    context.fillStyle = `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
    context.fillRect(x + decade * each, y, each + 0.5, 8);
  }
  context.fillStyle = palette.muted;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillText('1', x, y + 12);
  context.textAlign = 'right';
  context.fillText('10⁻⁸', x + 160, y + 12);
}
