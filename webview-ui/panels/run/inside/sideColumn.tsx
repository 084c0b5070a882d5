// Beside the maps: what the network expects after the character pointed at, how surprising that one was, its unit, pinned units.
import { Alternatives } from '../alternatives';
import { alone, inText, percent, signed } from '../figures';
import { bare, cursor, layer, togglePin, trace, valueAt } from './inspection';
import { PinnedUnits } from './pinnedUnits';

/** Characters of context that name a place in the text. */
const CONTEXT = 8;

export function SideColumn() {
  return (
    <aside class="side" aria-label="At this character">
      <Prediction />
      <ThisCharacter />
      <ThisUnit />
      <PinnedUnits />
    </aside>
  );
}

const place = (): number => cursor.value?.index ?? (trace.value?.characters.length ?? 1) - 1;

function Prediction() {
  const at = place();
  const characters = trace.value?.characters ?? [];
  const context = characters
    .slice(Math.max(0, at - CONTEXT + 1), at + 1)
    .map(inText)
    .join('');
  const actual = characters[at + 1];
  return (
    <section class="section" data-testid="prediction">
      <h2>
        Next after “{at >= CONTEXT && '…'}
        <span class="mono">{context}</span>”
      </h2>
      <Alternatives alternatives={trace.value?.predictions[at] ?? []} chosen={actual} />
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

function ThisCharacter() {
  const at = place();
  const bits = trace.value?.surprise[at];
  const character = alone(trace.value?.characters[at] ?? '');
  return (
    <section class="section" data-testid="this-character">
      <h2>This character</h2>
      <p>
        <span class="mono">“{character}”</span>
        {bits !== undefined && bits >= 0 ? (
          <>
            {' '}
            came with <b>{signed(bits, 1)}</b> bits of surprise: the network gave it {percent(2 ** -bits)}.
          </>
        ) : (
          ' is the first: nothing came before it.'
        )}
      </p>
    </section>
  );
}

/** One unit in every map at once: what the gates did to it here. */
function ThisUnit() {
  const [at, traced] = [cursor.value, layer.value];
  const unit = at?.unit;
  if (!at || !traced || unit === undefined) {
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
        {traced.activations.map((activation) => {
          const name = bare(activation.name);
          return (
            <div key={name} class={at.map === name ? 'unit-value here' : 'unit-value'}>
              <dt class="mono">{name}</dt>
              <dd>
                <button type="button" class="link" title={`Pin ${name}[${unit}]`} onClick={() => togglePin(name, unit)}>
                  {signed(valueAt(traced, activation, at.index, unit))}
                </button>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
