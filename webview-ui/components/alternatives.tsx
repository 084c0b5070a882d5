// The likeliest characters (or labels) at one place, as bars; the one that was taken stands out.
import type { Alternative } from '../../src/engine/results';
import { percent } from '../../src/protocol/figures';
import { BarRow } from './barRow';
import { alone } from './figures';

export interface AlternativesProps {
  readonly alternatives: readonly Alternative[];
  readonly chosen: string | undefined;
  /** They are labels, which need room and are no single characters. */
  readonly named?: boolean;
}

export function Alternatives({ alternatives, chosen, named = false }: AlternativesProps) {
  return (
    <ul class={named ? 'bars named' : 'bars'}>
      {alternatives.map(({ symbol, probability }) => (
        <BarRow
          key={symbol}
          name={nameOf(symbol, named)}
          title={named ? symbol : undefined}
          wide={named}
          share={probability}
          value={percent(probability)}
          chosen={symbol === chosen}
          taken={symbol === chosen}
        />
      ))}
    </ul>
  );
}

/** The tag of a character with nothing to restore is empty. */
const nameOf = (symbol: string, named: boolean): string => (symbol === '' ? 'nothing' : named ? symbol : alone(symbol));
