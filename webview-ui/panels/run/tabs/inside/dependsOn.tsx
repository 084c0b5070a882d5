// Beside the maps: why the network expects a character here, as shares of the characters before it; and the words that may come.
import { percent } from '../../../../../src/protocol/figures';
import { BarRow } from '../../../../components/barRow';
import { Choice } from '../../../../components/choice';
import { alone, areNames, inText, signed, textShown } from '../../../../components/figures';
import { paintOf } from '../../../../components/paint';
import { Cancel, Refusal } from '../../../../components/refusal';
import { usePanel } from '../../runPanel';
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
  const { say } = inspection.inspected;
  const dependence = useDependence();
  if (!dependence.fits.value) return null;
  const { against } = view.value;
  const dependsBy = dependence.by.value;
  const told = dependence.here.value;
  const expected = inspection
    .predictionsAt(dependence.asked.value, dependence.translates.value ? 'target' : undefined)
    .map(({ symbol }) => symbol);
  const choices = [...new Set([...expected, ...(against === undefined ? [] : [against])])].filter((symbol) => symbol !== told?.symbol);
  return (
    <section class="section" data-testid="depends-on">
      <h2>Depends on</h2>
      <Choice
        label="Depends on"
        quiet
        options={WAYS}
        names={{ gradient: say(WAY_NAMES.gradient), 'left out': say(WAY_NAMES['left out']) }}
        chosen={dependsBy}
        choose={(by) => view.change({ dependsBy: by })}
        testid="depends"
      />
      {dependsBy !== 'off' && (
        <>
          <p class="depends-question">
            Why {dependence.translates.value ? <OfTranslation /> : <b class="mono">{told ? alone(told.symbol) : '…'}</b>}
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
          {told && !dependence.onShown.value && <PaintedSource />}
          {told && <Strongest />}
        </>
      )}
      <Words />
    </section>
  );
}

/** Which character of the translation it is about: the one at the crosshair where that text is shown. */
function OfTranslation() {
  const { at, askAbout } = useDependence();
  const { inspected } = useInspection();
  const { target } = inspected.both.value;
  return (
    <select
      class="field"
      aria-label={inspected.say('Character of the translation')}
      title={inspected.say('Character of the translation')}
      data-testid="depends-at"
      value={at.value}
      onChange={(event) => askAbout(Number(event.currentTarget.value))}
    >
      {target.map((character, index) => (
        <option key={index} value={index}>
          {`${index + 1}: ${character === '' ? 'its end' : alone(character)}`}
        </option>
      ))}
    </select>
  );
}

/** The source, each character on the colour of what it does for the prediction, while the target stands over the maps. */
function PaintedSource() {
  const { inspected } = useInspection();
  const { source } = inspected.both.value;
  const { changes, most } = useDependence();
  const values = changes.value?.values;
  if (!values) return null;
  return (
    <p
      class="depends-source mono"
      role="img"
      aria-label={inspected.say('The source: the stronger the colour, the more depends on the character')}
      data-testid="depends-source"
    >
      {source.map((character, index) => (
        <span key={index} class={paintOf(values[index] ?? 0, most.value)}>
          {character === '\n' ? '↵\n' : character === '' ? '▮' : inText(character)}
        </span>
      ))}
    </p>
  );
}

/** The characters without which the prediction would change most. */
function Strongest() {
  const { both, characters, unitWords } = useInspection().inspected;
  const { one } = unitWords.value;
  const dependence = useDependence();
  const changes = dependence.changes.value;
  const translates = dependence.translates.value;
  const read = translates ? both.value.source : characters.value;
  if (!changes) return null;
  const { from, values } = changes;
  const strongest = [...values.keys()].sort((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0)).slice(0, MOST);
  const most = Math.abs(values[strongest[0] ?? 0] ?? 0) || 1;
  const last = from + values.length - 1;
  const wide = areNames(strongest.map((index) => read[from + index] ?? ''));
  return (
    <>
      <ul class={wide ? 'bars named' : 'bars'}>
        {strongest.map((index) => (
          <BarRow
            key={index}
            name={alone(read[from + index] ?? '')}
            wide={wide}
            title={translates ? `${one} ${index + 1} of the source` : `${one} ${from + index + 1}, ${last - from - index} before`}
            share={Math.abs(values[index] ?? 0) / most}
            value={`${signed(values[index] ?? 0)}`}
            chosen={(values[index] ?? 0) > 0}
          />
        ))}
      </ul>
      <p class="caption">
        nats of its logit that go without the {one}
        {translates && ' of the source'}
      </p>
    </>
  );
}

/** Whole words, of which some may have begun already. */
function Words() {
  const { translates, words } = useDependence();
  const { predicts, units } = usePanel().run.words.value;
  const told = words.value?.slice(0, MOST) ?? [];
  if (predicts !== 'next' || translates.value)
    return <p class="caption no-words">Words to come are told by models that write a text on, one character after another.</p>;
  if (units.one === 'word' || told.length === 0) return null; // what comes next is a word anyway
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
