// Number → pixel. Zero (or the lowest value) is the background's colour; steps between are even to the eye (OKLab).

export interface ColourScale {
  /** Pixels as `ImageData` stores them, from `low` to `high`. */
  readonly table: Uint32Array;
  readonly low: number;
  readonly high: number;
  /** Unbounded values are shown as their tanh. */
  readonly squash: boolean;
}

type Triple = readonly [number, number, number];

const STEPS = 255; // odd: the middle of a diverging scale is exactly zero

/** Signed values: negative — zero — positive. */
export function divergingScale(negative: string, zero: string, positive: string, extent: number, squash = false): ColourScale {
  const half = (STEPS - 1) / 2;
  const [from, middle, to] = [oklab(negative), oklab(zero), oklab(positive)];
  const table = pixels((step) => (step < half ? mix(middle, from, 1 - step / half) : mix(middle, to, step / half - 1)));
  return { table, low: -extent, high: extent, squash };
}

/** Gates: from the background to full. */
export function sequentialScale(zero: string, full: string, low: number, high: number): ColourScale {
  const [from, to] = [oklab(zero), oklab(full)];
  return { table: pixels((step) => mix(from, to, step / (STEPS - 1))), low, high, squash: false };
}

/** Index into the scale's table. */
export function stepOf(scale: ColourScale, value: number): number {
  const shown = scale.squash ? Math.tanh(value) : value;
  const step = Math.round(((shown - scale.low) / (scale.high - scale.low)) * (STEPS - 1));
  return step < 0 ? 0 : step >= STEPS ? STEPS - 1 : step || 0;
}

function pixels(colourAt: (step: number) => Triple): Uint32Array {
  const bytes = new Uint8ClampedArray(STEPS * 4);
  for (let step = 0; step < STEPS; step++) bytes.set([...fromOklab(colourAt(step)), 255], step * 4);
  return new Uint32Array(bytes.buffer);
}

const mix = (a: Triple, b: Triple, t: number): Triple => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];

const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

/** Any CSS colour → sRGB bytes, by painting it. */
export function toRgb(colour: string): Triple {
  if (!probe) return [0, 0, 0];
  probe.canvas.width = probe.canvas.height = 1;
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

// Björn Ottosson, "A perceptual color space for image processing" (2020).
function oklab(colour: string): Triple {
  const [r, g, b] = toRgb(colour).map((byte) => {
    const x = byte / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const byte = (x: number) => 255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
