// What the network expects at the character pointed at: the next one, the one in this place, its tag, or the label of all.
import type { Alternative } from '../../../../../src/engine/results';
import { Alternatives } from '../../../../components/alternatives';
import { alone, inText } from '../../../../components/figures';
import { usePanel } from '../../runPanel';
import { type Inspection, useInspection } from './inspection';

/** What names a place in the text, before it. */
const CONTEXT = { characters: 8, words: 3 } as const;

export function Prediction() {
  const inspection = useInspection();
  const { characters, count, part } = inspection.inspected;
  const { predicts } = usePanel().run.words.value;
  const at = placeIn(inspection);
  if (predicts === 'label')
    return (
      <section class="section" data-testid="prediction">
        <h2>Label of this text</h2>
        <Named alternatives={inspection.predictionsAt(count.value - 1) ?? []} />
      </section>
    );
  const alternatives = inspection.predictionsAt(at) ?? [];
  if (alternatives.length === 0) return null;
  if (predicts === 'tag')
    return (
      <section class="section" data-testid="prediction">
        <h2>
          Tag of “<span class="mono">{alone(characters.value[at] ?? '')}</span>”
        </h2>
        <Named alternatives={alternatives} />
      </section>
    );
  if (predicts === 'here') return <ExpectedHere />;
  // A decoder says what it expected at each character, a language model what it expects after it.
  return <ExpectedNext predicted={part.value === 'target' ? at : at + 1} />;
}

function Named({ alternatives }: { alternatives: readonly Alternative[] }) {
  return <Alternatives alternatives={alternatives} chosen={alternatives[0]?.symbol} named />;
}

/** Of a gap filler: what both sides let it expect in this place. */
function ExpectedHere() {
  const inspection = useInspection();
  const { characters } = inspection.inspected;
  const at = placeIn(inspection);
  const actual = characters.value[at];
  return (
    <section class="section" data-testid="prediction">
      <h2>
        Between “<span class="mono">{context(inspection, at)}</span>” and “
        <span class="mono">
          {characters.value
            .slice(at + 1, at + 1 + CONTEXT[inspection.inspected.units.value])
            .map(inText)
            .join('')}
        </span>
        ”
      </h2>
      <Alternatives alternatives={inspection.predictionsAt(at) ?? []} chosen={actual} />
      <p class="caption">
        In the text: <span class="mono">{alone(actual ?? '')}</span>
      </p>
    </section>
  );
}

function ExpectedNext({ predicted }: { predicted: number }) {
  const inspection = useInspection();
  const { characters } = inspection.inspected;
  const at = placeIn(inspection);
  const actual = characters.value[predicted];
  return (
    <section class="section" data-testid="prediction">
      <h2>
        Next after “{predicted > CONTEXT[inspection.inspected.units.value] && '…'}
        <span class="mono">{context(inspection, predicted)}</span>”
      </h2>
      <Alternatives alternatives={inspection.predictionsAt(at) ?? []} chosen={actual} />
      <p class="caption">
        {actual === undefined ? (
          'The text ends here.'
        ) : (
          <>
            In the text: <span class="mono">{alone(actual)}</span>
          </>
        )}
      </p>
    </section>
  );
}

/** What stands before `end`. */
const context = ({ inspected: { characters, units } }: Inspection, end: number): string =>
  characters.value
    .slice(Math.max(0, end - CONTEXT[units.value]), end)
    .map(inText)
    .join('');

/** The character that is spoken of: the last one as long as none is pointed at. */
export const placeIn = ({ inspected: { cursor, count } }: Inspection): number => cursor.value?.index ?? Math.max(0, count.value - 1);
