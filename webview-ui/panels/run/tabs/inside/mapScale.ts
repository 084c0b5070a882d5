// How the values of an activation become colours, and what the legend beside the map says about it.
import type { TracedActivation } from '../../../../../src/engine/results';
import { type ColourScale, divergingScale, sequentialScale } from '../../../../charts/colourScale';
import type { Palette } from '../../../../charts/palette';
import { signed } from '../../../../components/figures';

export interface MapScale {
  readonly colours: ColourScale;
  readonly low: string;
  readonly high: string;
  readonly note?: string;
}

export interface Extent {
  readonly low: number;
  readonly high: number;
}

export function extentOf(values: Float32Array): Extent {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

/** Fixed scales compare between texts and runs; fitted ones show the most of this text. */
export function mapScale(activation: TracedActivation, extent: Extent, fit: boolean, palette: Palette): MapScale {
  const { background, positive, negative, gate } = palette;
  if (activation.range === 'gate') {
    const [low, high] = fit && extent.high > extent.low ? [extent.low, extent.high] : [0, 1];
    return { colours: sequentialScale(background, gate, low, high), low: figure(low), high: figure(high) };
  }
  const reach = Math.max(Math.abs(extent.low), Math.abs(extent.high));
  if (fit && reach > 0) return symmetric(reach);
  if (activation.range === 'signed' || reach <= 1) return symmetric(1);
  return {
    colours: divergingScale(negative, background, positive, 1, true),
    low: figure(extent.low),
    high: figure(extent.high),
    note: 'tanh',
  };

  function symmetric(reached: number): MapScale {
    return { colours: divergingScale(negative, background, positive, reached), low: figure(-reached), high: figure(reached) };
  }
}

const figure = (value: number): string => (Number.isInteger(value) ? signed(value, 0) : signed(value, Math.abs(value) < 10 ? 2 : 0));
