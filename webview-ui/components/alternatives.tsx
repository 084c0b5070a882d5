// The likeliest characters, words or labels at one place, as bars; the one that was taken stands out.
import type { Alternative } from '../../src/engine/results';
import { percent } from '../../src/protocol/figures';
import { BarRow } from './barRow';
import { alone, areNames } from './figures';

export interface AlternativesProps {
  readonly alternatives: readonly Alternative[];
  readonly chosen: string | undefined;
  /** They are labels, which need room and are shown as they are. */
  readonly named?: boolean;
}

export function Alternatives({ alternatives, chosen, named = false }: AlternativesProps) {
  // A word at the start of a text has no space before it, and is the same to the model as one with.
  const taken = [chosen, ` ${chosen}`].find((name) => alternatives.some(({ symbol }) => symbol === name));
  const wide = named || areNames(alternatives.map(({ symbol }) => symbol));
  return (
    <ul class={wide ? 'bars named' : 'bars'}>
      {alternatives.map(({ symbol, probability }) => (
        <BarRow
          key={symbol}
          name={nameOf(symbol, named)}
          title={wide ? symbol : undefined}
          wide={wide}
          share={probability}
          value={percent(probability)}
          chosen={symbol === taken}
          taken={symbol === taken}
        />
      ))}
    </ul>
  );
}

/** The tag of a character with nothing to restore is empty. */
const nameOf = (symbol: string, named: boolean): string => (symbol === '' ? 'nothing' : named ? symbol : alone(symbol));
