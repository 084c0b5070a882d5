// What each unit knows of the text: units ranked by how well they tell a property of it, and the text painted with the one that is chosen.
import { useEffect } from 'preact/hooks';
import { Choice } from '../../../../components/choice';
import { counted } from '../../../../components/figures';
import { Cancel, Refusal } from '../../../../components/refusal';
import { Empty } from '../../empty';
import { InspectedText } from '../../inspectedText';
import { Dossier } from './dossier';
import { FactorsPicture } from './factorsPicture';
import { Matching } from './matching';
import { PaintedText } from './paintedText';
import { RankedUnits } from './rankedUnits';
import { useUnits } from './unitsModel';

export function Units() {
  const { inspected, look, scores, scoring } = useUnits();
  useEffect(look, []);
  return (
    <div class="units">
      <InspectedText />
      {inspected.text.value ? (
        <>
          <UnitsToolbar />
          <Refusal of={scoring} />
          {scores.value && (
            <div class="units-body">
              <RankedUnits />
              <div class="unit">
                <PaintedText />
                <FactorsPicture />
                <Dossier />
                <Matching />
              </div>
            </div>
          )}
        </>
      ) : (
        <Empty testid="units-empty" title="What does each unit know?" asked={inspected.reading} busy="The network is reading the text…">
          Select text in an editor and choose Use selection, or type some above: a few thousand characters say most. Every unit is held
          against what can be said of the text, such as inside quotes, bracket depth or position in line, and the best are listed.
        </Empty>
      )}
    </div>
  );
}

/** Of a text that is shorter it is said that a longer one tells more. */
const SHORT = 1000;

function UnitsToolbar() {
  const { inspected, kept, score, scores, scoring } = useUnits();
  const { property, activations } = kept.value;
  const { properties = [], left = [], every = 1 } = scores.value ?? {};
  return (
    <div class="toolbar units-toolbar">
      <label class="choice">
        <span class="choice-label">Property</span>
        <select
          class="field"
          data-testid="units-property"
          value={property}
          onChange={(event) => kept.change({ property: event.currentTarget.value })}
        >
          <option value="">what each unit tells best</option>
          {properties.map(({ name, words }) => (
            <option key={name} value={name} title={words}>
              {name}
            </option>
          ))}
          {left.map(({ name, why }) => (
            <option key={name} value={name} disabled title={why}>
              {`${name}: ${why}`}
            </option>
          ))}
        </select>
      </label>
      <Choice
        label="Of"
        options={{ 'output and states': 'output and states', all: 'everything named' }}
        chosen={activations}
        choose={(activations) => kept.change({ activations })}
        testid="units-of"
      />
      {scoring.busy.value ? (
        <>
          <span class="caption" role="status">
            Units are held against the text…
          </span>
          <Cancel of={scoring} />
        </>
      ) : scores.value ? (
        <span class="caption" data-testid="units-note">
          {every > 1 && `One of every ${every} ${inspected.unitWords.value.many} was looked at. `}
          {inspected.count.value < SHORT &&
            `${counted(inspected.count.value, inspected.unitWords.value.one)} of text: a longer one says more.`}
        </span>
      ) : (
        <button type="button" class="button" onClick={score}>
          Hold units against the text
        </button>
      )}
    </div>
  );
}
