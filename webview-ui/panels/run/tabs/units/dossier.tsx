// One unit: where in the run's own text it is highest and lowest, how its values are spread, what it raises and lowers, what it is wired to.

import { useCallback } from 'preact/hooks';
import type { Weight } from '../../../../../src/engine/inspect/units/unitWeights';
import type { UnitDossier } from '../../../../../src/protocol/queries';
import { unitName } from '../../../../../src/protocol/rankedUnits';
import { drawHistogram } from '../../../../charts/histogram';
import { Choice } from '../../../../components/choice';
import { alone, counted, short, signed } from '../../../../components/figures';
import { Picture } from '../../../../components/picture';
import { Cancel, Refusal } from '../../../../components/refusal';
import { usePanel } from '../../runPanel';
import { Places } from './places';
import { Saturation } from './saturation';
import { useUnits } from './unitsModel';

export function Dossier() {
  const { chosen, dossier } = useUnits();
  const { corpus, lookup, searching, weights } = dossier;
  const unit = chosen.value;
  if (!unit) return null;
  return (
    <section class="dossier" aria-label={`All about ${unitName(unit)}`} data-testid="dossier">
      {weights.value && <Wiring />}
      <Saturation />
      {corpus.value ? (
        <>
          <Spread found={corpus.value} />
          <Excerpts found={corpus.value} />
        </>
      ) : (
        <div class="section">
          <h2>In the text that the run learned from</h2>
          {searching.busy.value ? (
            <p class="caption" role="status">
              All units are looked for in it at once… <Cancel of={searching} />
            </p>
          ) : (
            <button type="button" class="button" data-testid="search-corpus" onClick={lookup}>
              Where is it highest and lowest?
            </button>
          )}
        </div>
      )}
      <Refusal of={searching} />
    </section>
  );
}

function Spread({ found }: { found: UnitDossier }) {
  const { histogram, characters, cut } = found;
  const { one } = usePanel().run.words.value.units;
  const { low, high, counts } = histogram;
  const width = (high - low) / counts.length;
  const draw = useCallback<Parameters<typeof Picture>[0]['draw']>(
    (surface, palette) => drawHistogram(surface, histogram, palette),
    [histogram],
  );
  return (
    <Picture
      title="How its values are spread"
      caption={`Over ${counted(characters, one)} that the run learned from${cut ? '; it has more, which were not read' : ''}.`}
      name="unit-histogram"
      label={`How often the unit has each value, from ${short(low)} to ${short(high)}`}
      height={96}
      draw={draw}
      table={() => ({
        columns: ['from', 'to', 'characters'],
        rows: counts.map((count, bin) => [low + bin * width, low + (bin + 1) * width, count]),
      })}
    />
  );
}

function Excerpts({ found }: { found: UnitDossier }) {
  const { kept } = useUnits();
  const { extreme } = kept.value;
  return (
    <section class="section" aria-label="Where in the run's own text">
      <div class="section-head">
        <h2>Where it is</h2>
        <Choice
          label="Where it is"
          quiet
          options={{ highest: 'highest', lowest: 'lowest' }}
          chosen={extreme}
          choose={(extreme) => kept.change({ extreme })}
          testid="extreme"
        />
      </div>
      <Places testid="excerpts" rows={found[extreme].map(({ value, location }) => ({ figure: signed(value), location }))} />
    </section>
  );
}

function Wiring() {
  const { weights } = useUnits().dossier;
  const { raises = [], lowers = [], matrices = [] } = weights.value ?? {};
  return (
    <section class="section" aria-label="Weights">
      {raises.length + lowers.length > 0 && (
        <p class="wired" data-testid="raises">
          When the unit's output is high it raises <Ends of={raises} character /> and lowers <Ends of={lowers} character />
        </p>
      )}
      <details class="wiring">
        <summary>Weights in and out</summary>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">Matrix</th>
              <th scope="col">strongest in</th>
              <th scope="col">strongest out</th>
            </tr>
          </thead>
          <tbody>
            {matrices.map((matrix) => (
              <tr key={matrix.name}>
                <th scope="row" class="mono">
                  {matrix.name}
                </th>
                <td>
                  <Ends of={matrix.in} />
                </td>
                <td>
                  <Ends of={matrix.out} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function Ends({ of, character = false }: { of: readonly Weight[]; character?: boolean }) {
  if (of.length === 0) return <span class="caption">{character ? 'nothing' : ''}</span>;
  return (
    <>
      {of.map(({ to, weight }, index) => (
        <span key={index} class="end">
          <span class="mono">{to.length > 1 ? to : alone(to)}</span> <span class="caption">{signed(weight, 1)}</span>{' '}
        </span>
      ))}
    </>
  );
}
