// Characters or words that a model does not know, so that nobody takes its answer for one about them.

import { countUnits } from '../../../src/protocol/textUnits';
import { alone, count } from '../../components/figures';
import { usePanel } from './runPanel';

/** Those that are named; of many, the rest is counted. */
const SHOWN = 20;

interface UnknownProps {
  readonly characters: readonly string[];
  /** What it comes to where a model is held against a file: "is scored as unknown". */
  readonly strange?: string;
}

export function Unknown({ characters, strange }: UnknownProps) {
  const { started, words } = usePanel().run;
  if (characters.length === 0) return null;
  const more = characters.length - SHOWN;
  const shown = characters
    .slice(0, SHOWN)
    .map((character) => `“${alone(character)}”`)
    .join(', ');
  const named = `${shown}${more > 0 ? ` and ${count(more)} more` : ''}`;
  const read = characters.length === 1 ? 'it was read' : 'they were read';
  const vocabulary = started.value?.vocabulary ?? [];
  const hasSymbol = countUnits(vocabulary) < vocabulary.length;
  return (
    <div class="notice warning" role="status" data-testid="unknown">
      {hasSymbol
        ? `The model does not know ${named}; ${read} as unknown.`
        : `The model never saw ${named} in training; ${read} as another ${words.value.units.one}.`}
      {strange !== undefined && ` What the model never saw ${strange}.`}
    </div>
  );
}
