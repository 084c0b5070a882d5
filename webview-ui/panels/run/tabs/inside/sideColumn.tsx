// Beside the maps: what the network expects at the character pointed at, what it looks at, how surprising it was, its unit, pinned units.

import { percent } from '../../../../../src/protocol/figures';
import { BarRow } from '../../../../components/barRow';
import { alone, areNames, signed } from '../../../../components/figures';
import { partWords } from '../../../../components/yardstick';
import { strongestTies } from './alignment';
import { DependsOn } from './dependsOn';
import { useInspection } from './inspection';
import { PinnedUnits } from './pinnedUnits';
import { Prediction, placeIn } from './prediction';
import { SIDE } from './sideToggle';

const TIES = 5;

export function SideColumn() {
  const { inspected, surprised } = useInspection();
  const { other } = inspected;
  return (
    <aside class="side" id={SIDE} aria-label={`At this ${inspected.unitWords.value.one}`}>
      <Prediction />
      {other.value && <LooksAt />}
      {surprised.value && <ThisCharacter />}
      <ThisUnit />
      <PinnedUnits />
      {/* Last, as it grows and shrinks with what is told. */}
      <DependsOn />
    </aside>
  );
}

/** The alignment at this character, in words and bars. */
function LooksAt() {
  const inspection = useInspection();
  const { characters, cursor, other, part } = inspection.inspected;
  const at = placeIn(inspection);
  const ties = strongestTies(inspection.weightsAt(at), other.value ?? [], TIES);
  const wide = areNames(ties.map(({ character }) => character));
  return (
    <section class="section" data-testid="looks-at">
      <h2>
        “<span class="mono">{alone(characters.value[at] ?? '')}</span>” {part.value === 'target' ? 'looks at' : 'is looked at by'}
      </h2>
      <ul class={wide ? 'bars named' : 'bars'}>
        {ties.map(({ character, index, weight }) => (
          <BarRow
            key={index}
            name={alone(character)}
            wide={wide}
            title={`${inspection.inspected.unitWords.value.one} ${index + 1}`}
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
  const advantage = inspection.advantageAt(at);
  const character = alone(inspection.inspected.characters.value[at] ?? '');
  return (
    <section class="section" data-testid="this-character">
      <h2>This {inspection.inspected.unitWords.value.one}</h2>
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
      {Number.isFinite(advantage) && (
        <p data-testid="against-ngrams">
          The {inspection.ngrams.value?.order}-gram of the training text gave it {percent(2 ** -(bits + advantage))}: {inFavour(advantage)}.
          {seenWords(inspection.ngrams.value?.seen ?? 0)}
          {inspection.ngrams.value && partWords(inspection.ngrams.value, inspection.inspected.unitWords.value)}
        </p>
      )}
      {inspection.counting.refusal.value !== undefined && (
        <p class="caption">Not held against n-grams: {inspection.counting.refusal.value}</p>
      )}
    </section>
  );
}

/** Counts of the very text are no yardstick for it. */
function seenWords(seen: number): string {
  return seen === 0 ? '' : ` It has counted ${seen === 1 ? 'this very text' : `${percent(seen)} of this text`}, and knows that by heart.`;
}

function inFavour(advantage: number): string {
  if (Math.abs(advantage) < 0.05) return 'it and the network are as good here';
  return advantage > 0 ? `the network is ${signed(advantage, 1)} bits better` : `it is ${signed(-advantage, 1)} bits better`;
}

/** One unit in every map at once: what the gates did to it here. */
function ThisUnit() {
  const inspection = useInspection();
  const [at, layer] = [inspection.inspected.cursor.value, inspection.pointedLayer.value];
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
