// Characters or words that a model does not know, so that nobody takes its answer for one about them.
import type { UnitWords } from '../../src/protocol/textUnits';
import { alone, count } from './figures';

/** Those that are named; of many, the rest is counted. */
const SHOWN = 20;

interface UnknownProps {
  readonly characters: readonly string[];
  readonly units: UnitWords;
  /** What it comes to where a model is held against a file: "is scored as unknown". */
  readonly strange?: string;
}

export function Unknown({ characters, units, strange }: UnknownProps) {
  if (characters.length === 0) return null;
  const more = characters.length - SHOWN;
  const shown = characters
    .slice(0, SHOWN)
    .map((character) => `“${alone(character)}”`)
    .join(', ');
  const named = `${shown}${more > 0 ? ` and ${count(more)} more` : ''}`;
  const read = characters.length === 1 ? 'it was read' : 'they were read';
  return (
    <div class="notice warning" role="status" data-testid="unknown">
      {units.one === 'word'
        ? `The model does not know ${named}; ${read} as unknown.`
        : `The model never saw ${named} in training; ${read} as another ${units.one}.`}
      {strange !== undefined && ` What the model never saw ${strange}.`}
    </div>
  );
}
