// How the values of an activation become colours, and what the legend beside the map says about it.
import type { ActivationShape } from '../../src/engine/inspect/traceShape';
import { type ColourScale, divergingScale, sequentialScale } from '../charts/colourScale';
import type { Palette } from '../charts/palette';
import { signed } from './figures';

export interface MapScale {
  readonly colours: ColourScale;
  readonly low: string;
  readonly high: string;
  readonly note?: string;
}

/** Fixed scales compare between texts and runs; fitted ones show the most of this text. */
export function mapScale(activation: Pick<ActivationShape, 'range' | 'low' | 'high'>, fit: boolean, palette: Palette): MapScale {
  const { background, positive, negative, gate } = palette;
  if (activation.range === 'gate') {
    const [low, high] = fit && activation.high > activation.low ? [activation.low, activation.high] : [0, 1];
    return { colours: sequentialScale(background, gate, low, high), low: figure(low), high: figure(high) };
  }
  const reach = Math.max(Math.abs(activation.low), Math.abs(activation.high));
  if (fit && reach > 0) return symmetric(reach);
  if (activation.range === 'signed' || reach <= 1) return symmetric(1);
  return {
    colours: divergingScale(negative, background, positive, 1, true),
    low: figure(activation.low),
    high: figure(activation.high),
    note: 'tanh',
  };

  function symmetric(reached: number): MapScale {
    return { colours: divergingScale(negative, background, positive, reached), low: figure(-reached), high: figure(reached) };
  }
}

const figure = (value: number): string => (Number.isInteger(value) ? signed(value, 0) : signed(value, Math.abs(value) < 10 ? 2 : 0));
