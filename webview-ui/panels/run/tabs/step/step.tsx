// One step, unrolled: the equations with a unit's numbers written in, the derived backward equations beside them, and the graph around.
import { useEffect } from 'preact/hooks';
import { Choice } from '../../../../components/choice';
import { alone, count } from '../../../../components/figures';
import { Refusal } from '../../../../components/refusal';
import { Empty } from '../../empty';
import { InspectedText } from '../../inspectedText';
import { Backward } from './backward';
import { Equation } from './equation';
import { type FoundStep, useStep } from './stepModel';
import { UnrolledPicture } from './unrolledPicture';

export function Step() {
  const { asking, found, inspected, look } = useStep();
  useEffect(look, []);
  const shown = inspected.text.value && found.value;
  return (
    <div class="step">
      <InspectedText />
      {inspected.text.value ? (
        <>
          <StepToolbar />
          <Refusal of={asking} />
          {shown && (
            <>
              <UnrolledPicture found={shown} />
              <div class="step-equations">
                <Forward found={shown} />
                <Backward found={shown} />
              </div>
            </>
          )}
        </>
      ) : (
        <Empty testid="step-empty" title="One step, in numbers" asked={inspected.reading} busy="The network is reading the text…">
          Select text in an editor and choose Use selection, or type some above. You will see the equations of the cell with the numbers of
          one unit at one character written in.
        </Empty>
      )}
    </div>
  );
}

function StepToolbar() {
  const { at, choose, inspected, kept, layer, layers, showMemory, unit } = useStep();
  return (
    <div class="toolbar">
      {layers.value.length > 1 && (
        <Choice
          label="Layer"
          options={Object.fromEntries(layers.value.map((one, index) => [index, `${one.layer}${one.direction === 'backward' ? ' ←' : ''}`]))}
          chosen={String(Math.min(kept.value.layer, layers.value.length - 1))}
          choose={(index) => kept.change({ layer: Number(index) })}
        />
      )}
      <Place
        name={inspected.say('Character')}
        testid="step-at"
        least={1}
        most={inspected.count.value}
        value={at.value + 1}
        change={(one) => choose(one - 1, unit.peek())}
      />
      <Place
        name="Unit"
        testid="step-unit"
        least={0}
        most={(layer.value?.units ?? 1) - 1}
        value={unit.value}
        change={(one) => choose(at.peek(), one)}
      />
      <button type="button" class="link" data-testid="to-memory" onClick={showMemory}>
        How far back is it felt?
      </button>
    </div>
  );
}

interface PlaceProps {
  readonly name: string;
  readonly testid: string;
  readonly least: number;
  readonly most: number;
  readonly value: number;
  readonly change: (value: number) => void;
}

/** Followed as it is typed; what is no whole number in its bounds is not. */
function Place({ name, testid, least, most, value, change }: PlaceProps) {
  return (
    <label class="step-field">
      <span class="caption">{name}</span>
      <input
        class="field number"
        type="number"
        min={least}
        max={most}
        value={value}
        data-testid={testid}
        onInput={({ currentTarget: { valueAsNumber: typed } }) =>
          Number.isInteger(typed) && typed >= least && typed <= most && change(typed)
        }
      />
    </label>
  );
}

function Forward({ found: { at, equations, unit } }: { readonly found: FoundStep }) {
  const { inspected } = useStep();
  return (
    <section class="section" aria-label="Forward">
      <div class="section-head">
        <h2>Forward</h2>
        <span class="caption" data-testid="step-place">
          unit {unit} at “{alone(inspected.characters.value[at] ?? '')}” ({count(at + 1)})
        </span>
      </div>
      <dl class="step-forward" data-testid="step-forward">
        {equations.map((equation) => (
          <Equation key={equation.target} equation={equation} />
        ))}
      </dl>
    </section>
  );
}
