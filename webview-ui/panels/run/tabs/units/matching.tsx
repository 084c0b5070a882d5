// Brush a span of the painted text: the units that are on over it and off around it, and where else they are on together (LSTMVis).
import { useEffect, useRef } from 'preact/hooks';
import { unitName } from '../../../../../src/protocol/rankedUnits';
import { counted, textShown } from '../../../../components/figures';
import { NumberField } from '../../../../components/numberField';
import { Cancel, Refusal } from '../../../../components/refusal';
import { Places } from './places';
import { useUnits } from './unitsModel';

export function Matching() {
  const { choose, inspected, matching } = useUnits();
  const { find, finding, led, mark, places, search, searching, setThreshold, span, threshold, units } = matching;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!led.value) return;
    led.value = false;
    section.current?.scrollIntoView({ block: 'nearest' });
  }, [led.value, units.value]);
  const { from, to } = span.value;
  const last = inspected.count.value;
  const characters = { least: 1, most: last, initial: 1, whole: true };
  return (
    <section ref={section} class="section matching" aria-label="Units of a span" data-testid="matching">
      <h2>Units of a span, and where else they are on</h2>
      <p class="caption">
        Select {inspected.unitWords.value.many} in the painted text, or say which. A unit is on where its output is above the threshold.
      </p>
      <div class="matching-row">
        <NumberField
          name="span-from"
          label="From"
          hint={inspected.say('The first character, counted from 1')}
          range={characters}
          value={from + 1}
          change={(first) => mark({ from: first - 1, to: Math.max(first, to) })}
        />
        <NumberField
          name="span-to"
          label="To"
          hint={inspected.say('The last character')}
          range={characters}
          value={to}
          change={(end) => mark({ from: Math.min(from, end - 1), to: end })}
        />
        <NumberField
          name="threshold"
          label="On above"
          hint="The output from which on a unit is on"
          range={{ least: -100, most: 100, initial: 0.3, whole: false }}
          step={0.05}
          value={threshold.value}
          change={setThreshold}
        />
        <button type="button" class="button" data-testid="find-units" disabled={finding.busy.value} onClick={find}>
          Find units
        </button>
        <Cancel of={finding} />
        <span class="mono span-shown">{textShown(inspected.characters.value.slice(from, Math.min(to, from + 60)).join(''))}</span>
      </div>
      <Refusal of={finding} />
      {units.value && (
        <p data-testid="units-over">
          {units.value.length === 0
            ? 'No unit is on over this span alone. Take another threshold, or another span.'
            : `${counted(units.value.length, 'unit')} on here and off around it: `}
          {units.value.map((unit) => (
            <button key={unitName(unit)} type="button" class="link mono end" onClick={() => choose(unit)}>
              {unitName(unit)}
            </button>
          ))}
        </p>
      )}
      {(units.value?.length ?? 0) > 0 && (
        <div class="matching-row">
          <button type="button" class="button" data-testid="search-matches" disabled={searching.busy.value} onClick={search}>
            Where else in the run's own text?
          </button>
          <Cancel of={searching} />
        </div>
      )}
      <Refusal of={searching} />
      {places.value && (
        <>
          <p class="caption">
            {counted(places.value.matches.length, 'place')}, by how many of the units are on and how like the length is.
            {places.value.cut && ' The text is long: its end was not read.'}
          </p>
          <Places
            testid="matches"
            rows={places.value.matches.map(({ on, location }) => ({ figure: `${Math.round(100 * on)} %`, location }))}
          />
        </>
      )}
    </section>
  );
}
