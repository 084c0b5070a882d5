// The likeliest characters (or labels) at one place, as bars; the one that was taken stands out.
import type { Alternative } from '../../../src/engine/results';
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
        <li key={character} class={`bar-row ${named ? 'wide' : ''} ${character === chosen ? 'taken' : ''}`}>
          <span class={named ? 'bar-name' : 'bar-name mono'} title={named ? character : undefined}>
            {nameOf(character, named)}
          </span>
          <span class="bar-track">
            <span class={`bar ${character === chosen ? 'chosen' : ''}`} style={{ width: `${probability * 100}%` }} />
          </span>
          <span class="bar-value">{percent(probability)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The tag of a character with nothing to restore is empty. */
const nameOf = (character: string, named: boolean): string => (character === '' ? 'nothing' : named ? character : alone(character));
