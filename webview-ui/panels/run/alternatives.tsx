// The likeliest characters at one place, as bars; the one that was taken stands out.
import type { Alternative } from '../../../src/engine/results';
import { alone, percent } from './figures';

export function Alternatives({ alternatives, chosen }: { alternatives: readonly Alternative[]; chosen: string | undefined }) {
  return (
    <ul class="bars">
      {alternatives.map(({ character, probability }) => (
        <li key={character} class={`bar-row ${character === chosen ? 'taken' : ''}`}>
          <span class="bar-name mono">{alone(character)}</span>
          <span class="bar-track">
            <span class={`bar ${character === chosen ? 'chosen' : ''}`} style={{ width: `${probability * 100}%` }} />
          </span>
          <span class="bar-value">{percent(probability)}</span>
        </li>
      ))}
    </ul>
  );
}
