// Beside the maps: what the network expects at the character pointed at, what it looks at, how surprising it was, its unit, pinned units.
import type { Alternative } from '../../../../../src/engine/results';
import { Alternatives } from '../../../../components/alternatives';
import { BarRow } from '../../../../components/barRow';
import { alone, inText, percent, signed } from '../../../../components/figures';
import { usePanel } from '../../runPanel';
import { strongestTies } from './alignment';
import { type Inspection, useInspection } from './inspection';
import { PinnedUnits } from './pinnedUnits';

/** Characters of context that name a place in the text. */
const CONTEXT = 8;
const TIES = 5;

const SIDE = 'inside-side';

/** Hides the column, and brings it back: the maps are then as wide as the panel. */
export function SideToggle() {
  const { view } = useInspection();
  const { side } = view.value;
  return (
    <button
      type="button"
      class="chip icon side-toggle"
      aria-label="Details at the cursor"
      title={side ? 'Hide the details' : 'Show the details'}
      aria-expanded={side}
      aria-controls={side ? SIDE : undefined}
      data-testid="side-toggle"
      onClick={() => view.change({ side: !side })}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path class="side-toggle-frame" d="M1.5 2.5h13v11h-13z" />
        <path class={side ? 'side-toggle-shown' : 'side-toggle-frame'} d="M10.5 2.5h4v11h-4z" />
      </svg>
    </button>
  );
}

export function SideColumn() {
  const { other, surprised } = useInspection();
  return (
    <aside class="side" id={SIDE} aria-label="At this character">
      <Prediction />
      {other.value && <LooksAt />}
      {surprised.value && <ThisCharacter />}
      <ThisUnit />
      <PinnedUnits />
    </aside>
  );
}

/** The character that is spoken of: the last one as long as none is pointed at. */
const placeIn = ({ cursor, count }: Inspection): number => cursor.value?.index ?? Math.max(0, count.value - 1);

function Prediction() {
  const inspection = useInspection();
  const { characters, count, part } = inspection;
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
  const { characters } = inspection;
  const at = placeIn(inspection);
  const actual = characters.value[at];
  return (
    <section class="section" data-testid="prediction">
      <h2>
        Between “<span class="mono">{context(inspection, at)}</span>” and “
        <span class="mono">
          {characters.value
            .slice(at + 1, at + 1 + CONTEXT)
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
  const { characters } = inspection;
  const at = placeIn(inspection);
  const actual = characters.value[predicted];
  return (
    <section class="section" data-testid="prediction">
      <h2>
        Next after “{predicted > CONTEXT && '…'}
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

/** The characters before `end`. */
const context = ({ characters }: Inspection, end: number): string =>
  characters.value
    .slice(Math.max(0, end - CONTEXT), end)
    .map(inText)
    .join('');

/** The alignment at this character, in words and bars. */
function LooksAt() {
  const inspection = useInspection();
  const { characters, cursor, other, part } = inspection;
  const at = placeIn(inspection);
  const ties = strongestTies(inspection.weightsAt(at), other.value ?? [], TIES);
  return (
    <section class="section" data-testid="looks-at">
      <h2>
        “<span class="mono">{alone(characters.value[at] ?? '')}</span>” {part.value === 'target' ? 'looks at' : 'is looked at by'}
      </h2>
      <ul class="bars">
        {ties.map(({ character, index, weight }) => (
          <BarRow
            key={index}
            name={alone(character)}
            title={`character ${index + 1}`}
            share={weight}
            value={percent(weight)}
            chosen
            taken={cursor.value?.other === index}
          />
        ))}
      </ul>
    </section>
  );
}

function ThisCharacter() {
  const inspection = useInspection();
  const at = placeIn(inspection);
  const bits = inspection.surpriseAt(at);
  const character = alone(inspection.characters.value[at] ?? '');
  return (
    <section class="section" data-testid="this-character">
      <h2>This character</h2>
      <p>
        <span class="mono">“{character}”</span>
        {bits >= 0 ? (
          <>
            {' '}
            came with <b>{signed(bits, 1)}</b> bits of surprise: the network gave it {percent(2 ** -bits)}.
          </>
        ) : (
          at === 0 && ' is the first: nothing came before it.'
        )}
      </p>
    </section>
  );
}

/** One unit in every map at once: what the gates did to it here. */
function ThisUnit() {
  const inspection = useInspection();
  const [at, layer] = [inspection.cursor.value, inspection.pointedLayer.value];
  const unit = at?.unit;
  if (!at || !layer || unit === undefined) {
    return (
      <section class="section">
        <h2>This unit</h2>
        <p class="caption">Point at a map to read a unit; click to pin it.</p>
      </section>
    );
  }
  return (
    <section class="section" data-testid="this-unit">
      <h2>Unit {unit}</h2>
      <dl class="unit-values">
        {layer.activations.map((activation) => {
          const { name } = activation;
          const cell = inspection.cell(layer, activation, at.index, unit);
          return (
            <div key={name} class={at.map?.split(' ')[0] === name ? 'unit-value here' : 'unit-value'}>
              <dt class="mono">{name}</dt>
              <dd>
                <button type="button" class="link" title={`Pin ${name}[${unit}]`} onClick={() => inspection.togglePin(layer, name, unit)}>
                  {cell ? signed(cell.value) : '…'}
                </button>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
