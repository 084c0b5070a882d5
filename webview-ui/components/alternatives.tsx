// The likeliest characters (or labels) at one place, as bars; the one that was taken stands out.
import type { Alternative } from '../../src/engine/results';
import { BarRow } from './barRow';
import { alone, percent } from './figures';

export interface AlternativesProps {
  readonly alternatives: readonly Alternative[];
  readonly chosen: string | undefined;
  /** They are labels, which need room and are no single characters. */
  readonly named?: boolean;
}

export function Alternatives({ alternatives, chosen, named = false }: AlternativesProps) {
  return (
    <ul class={named ? 'bars named' : 'bars'}>
      {alternatives.map(({ character, probability }) => (
        <BarRow
          key={character}
          name={nameOf(character, named)}
          title={named ? character : undefined}
          wide={named}
          share={probability}
          value={percent(probability)}
          chosen={character === chosen}
          taken={character === chosen}
        />
      ))}
    </ul>
  );
}

/** The tag of a character with nothing to restore is empty. */
const nameOf = (character: string, named: boolean): string => (character === '' ? 'nothing' : named ? character : alone(character));
