// Beside the maps: why the network expects a character here, as shares of the characters before it; and the words that may come.
import { percent } from '../../../../../src/protocol/figures';
import { BarRow } from '../../../../components/barRow';
import { Choice } from '../../../../components/choice';
import { alone, signed, textShown } from '../../../../components/figures';
import { Cancel, Refusal } from '../../../../components/refusal';
import { useDependence } from './dependence';
import { useInspection } from './inspection';

const WAYS = { off: 'off', gradient: 'gradient', 'left out': 'left out' } as const;
const WAY_NAMES = {
  gradient: 'gradient: what it would be without a character, to the first order',
  'left out': 'left out: each character in turn reads as the average one',
} as const;
const MOST = 6;

export function DependsOn() {
  const inspection = useInspection();
  const { view } = inspection;
  const dependence = useDependence();
  if (!dependence.fits.value) return null;
  const { against } = view.value;
  const dependsBy = dependence.by.value;
  const told = dependence.here.value;
  const expected = inspection.predictionsAt(dependence.asked.value).map(({ symbol }) => symbol);
  const choices = [...new Set([...expected, ...(against === undefined ? [] : [against])])].filter((symbol) => symbol !== told?.symbol);
  return (
    <section class="section" data-testid="depends-on">
      <h2>Depends on</h2>
      <Choice
        label="Depends on"
        quiet
        options={WAYS}
        names={WAY_NAMES}
        chosen={dependsBy}
        choose={(by) => view.change({ dependsBy: by })}
        testid="depends"
      />
      {dependsBy !== 'off' && (
        <>
          <p class="depends-question">
            Why <b class="mono">{told ? alone(told.symbol) : '…'}</b>
            <label>
              {' '}
              and not{' '}
              <select
                class="field"
                data-testid="against"
                value={against ?? 'anything'}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  view.change({ against: value === 'anything' ? undefined : value });
                }}
              >
                <option value="anything">anything</option>
                {choices.map((symbol) => (
                  <option key={symbol} value={symbol}>
                    {alone(symbol)}
                  </option>
                ))}
              </select>
            </label>
            ?
          </p>
          <Refusal of={dependence.asking} />
          <Cancel of={dependence.asking} />
          {told && <Strongest />}
        </>
      )}
      <Words />
    </section>
  );
}

/** The characters without which the prediction would change most. */
function Strongest() {
  const { characters } = useInspection().inspected;
  const changes = useDependence().changes.value;
  if (!changes) return null;
  const { from, values } = changes;
  const strongest = [...values.keys()].sort((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0)).slice(0, MOST);
  const most = Math.abs(values[strongest[0] ?? 0] ?? 0) || 1;
  const last = from + values.length - 1;
  return (
    <>
      <ul class="bars">
        {strongest.map((index) => (
          <BarRow
            key={index}
            name={alone(characters.value[from + index] ?? '')}
            title={`character ${from + index + 1}, ${last - from - index} before`}
            share={Math.abs(values[index] ?? 0) / most}
            value={`${signed(values[index] ?? 0)}`}
            chosen={(values[index] ?? 0) > 0}
          />
        ))}
      </ul>
      <p class="caption">nats of its logit that go without the character</p>
    </>
  );
}

/** Whole words, of which some may have begun already. */
function Words() {
  const told = useDependence().words.value?.slice(0, MOST) ?? [];
  if (told.length === 0) return null;
  return (
    <div data-testid="words">
      <h3 class="caption">Words to come</h3>
      <ul class="bars named">
        {told.map(({ word, rest, probability }) => (
          <BarRow key={rest} wide name={textShown(word) || '(no letter)'} share={probability} value={percent(probability)} chosen={false} />
        ))}
      </ul>
    </div>
  );
}
