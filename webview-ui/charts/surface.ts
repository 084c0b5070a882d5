// A canvas as large as its box on this screen: one canvas pixel for each device pixel.

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels, the unit of everything drawn. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Sizes the canvas, clears it, and scales its context so that CSS pixels are the unit. Undefined while it has no size. */
export function openSurface(canvas: HTMLCanvasElement, width: number, height: number): Surface | undefined {
  const ratio = window.devicePixelRatio || 1;
  const context = canvas.getContext('2d');
  if (!context || width <= 0 || height <= 0) return undefined;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
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
