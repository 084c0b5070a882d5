// What charts draw on: a canvas as large as its box on this screen, one canvas pixel for each device pixel, or a file to be.

/** What charts may use of a canvas' context, so that the same drawing can be written as SVG (`svgPen.ts`). */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'translate'
  | 'rotate'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'rect'
  | 'closePath'
  | 'clip'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
  | 'measureText'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'imageSmoothingEnabled'
> & {
  fill(): void;
  stroke(): void;
  drawImage(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void;
};

export interface Surface {
  readonly context: Pen;
  /** In CSS pixels, the unit of everything drawn. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** A canvas that is in the page, or what is open already. */
export type Target = HTMLCanvasElement | Surface;

/** Sizes the canvas, clears it, and scales its context so that CSS pixels are the unit. Undefined while it has no size. */
export function openSurface(target: Target, width: number, height: number): Surface | undefined {
  if (!(target instanceof HTMLCanvasElement)) return target;
  const ratio = window.devicePixelRatio || 1;
  const context = target.getContext('2d');
  if (!context || width <= 0 || height <= 0) return undefined;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (target.width !== w) target.width = w;
  if (target.height !== h) target.height = h;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height, ratio };
}

/** Which characters of a text can be seen when each is a column of this width and the view is scrolled by `offset`. */
export interface Columns {
  readonly count: number;
  readonly columnWidth: number;
  readonly offset: number;
}

export function visibleColumns({ count, columnWidth, offset }: Columns, width: number): { first: number; end: number } {
  const first = Math.max(0, Math.floor(offset / columnWidth));
  return { first, end: Math.max(first, Math.min(count, Math.ceil((offset + width) / columnWidth))) };
}

/** Which column is at x, in CSS pixels from where they begin to be shown; beside them the first or last. */
export const columnAt = ({ count, columnWidth, offset }: Columns, x: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor((x + offset) / columnWidth)));
