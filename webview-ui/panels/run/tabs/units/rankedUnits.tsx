// The list of units, the best first: what each tells, how well, and whether the other way round.
import { strength, unitName } from '../../../../../src/protocol/rankedUnits';
import { counted } from '../../../../components/figures';
import { sameUnit, useUnits } from './unitsModel';

/** More rows make a page slow; who seeks more filters. */
const SHOWN = 100;

export function RankedUnits() {
  const { chosen, choose, factors, found, inspected, kept, ranked } = useUnits();
  const { only } = factors;
  const rows = found.value.slice(0, SHOWN);
  return (
    <section class="ranked" aria-label="Units, the best first">
      <label class="visually-hidden" for="units-filter">
        Filter units
      </label>
      <input
        id="units-filter"
        class="field"
        type="search"
        placeholder="Filter: quotes, l1, c[…"
        data-testid="units-filter"
        value={kept.value.filter}
        onInput={(event) => kept.change({ filter: event.currentTarget.value })}
      />
      {only.value !== undefined && (
        <button
          type="button"
          class="chip ranked-only"
          data-testid="all-factors"
          title="List all units again"
          onClick={() => {
            only.value = undefined;
          }}
        >
          Units of factor {only.value + 1} ×
        </button>
      )}
      <div class="ranked-scroll">
        <table class="ranked-units" data-testid="ranked-units">
          <thead>
            <tr>
              <th scope="col">Unit</th>
              <th scope="col">tells</th>
              <th scope="col" class="number">
                Score
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={unitName(one)} class={chosen.value && sameUnit(one, chosen.value) ? 'here' : undefined} onClick={() => choose(one)}>
                <th scope="row">
                  <button
                    type="button"
                    class="link mono"
                    aria-pressed={chosen.value !== undefined && sameUnit(one, chosen.value)}
                    onClick={() => choose(one)}
                  >
                    {unitName(one)}
                  </button>
                </th>
                <td>
                  {one.inverted && <span class="ranked-not">{one.measure === 'AUC' ? 'not ' : '− '}</span>}
                  {one.property}
                </td>
                <td class="number">
                  <span class="ranked-measure">{one.measure}</span> {one.score.toFixed(2)}
                  <span class="bar-track" aria-hidden="true">
                    <i class="bar" style={{ width: `${100 * Math.max(0, strength(one))}%` }} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <p class="caption">{ranked.value.length === 0 ? 'No unit tells this of this text.' : 'No unit is like that.'}</p>
        )}
      </div>
      <p class="caption">
        {counted(found.value.length, 'unit')}
        {found.value.length > SHOWN && `, the first ${SHOWN} shown`}. AUC: the chance that a {inspected.unitWords.value.one} with the
        property has the higher value; ½ is chance. Measured on every other twentieth of the text; the rest chose sign and property.
      </p>
    </section>
  );
}
