// What the network remembers of the text: the gradient of a loss back through it, all losses at once, and why they fade.
import { useEffect } from 'preact/hooks';
import { Choice } from '../../../../components/choice';
import { Cancel, Refusal } from '../../../../components/refusal';
import { Empty } from '../../empty';
import { InspectedText } from '../../inspectedText';
import { usePanel } from '../../runPanel';
import { GradientPicture } from './gradientPicture';
import { useMemory } from './memoryModel';
import { besideWords } from './memoryWords';
import { SideKey } from './sideKey';
import { TrianglePicture } from './trianglePicture';
import { Why } from './why';

export function Memory() {
  const { begin, besiding, inspected, looking, own } = useMemory();
  useEffect(begin, []);
  return (
    <div class="memory">
      <InspectedText />
      {inspected.text.value ? (
        <>
          <Toolbar />
          <Refusal of={looking} />
          <Refusal of={besiding} />
          {own.gradients.value && (
            <div class="memory-body">
              <div class="memory-main">
                <GradientPicture />
                <TrianglePicture />
              </div>
              <Why />
            </div>
          )}
        </>
      ) : (
        <Empty
          testid="memory-empty"
          title="How far back is a mistake felt?"
          asked={inspected.reading}
          busy="The network is reading the text…"
        >
          Select text in an editor and choose Use selection, or type some above: a few hundred characters show most. You will see how much
          of each mistake's gradient reaches the states of earlier characters, and why it fades on its way.
        </Empty>
      )}
    </div>
  );
}

/** One click lays rnn, gru and lstm beside one another. Those that are missing the host trains, when the user agrees to how long that takes. */
function Beside() {
  const { alone, besides, besiding, findBesides, layBeside, own, sides } = useMemory();
  const shown = sides.value;
  const { summary, training } = usePanel().run;
  useEffect(() => void findBesides(), [training.value]);
  if (!own.gradients.value) return null;
  if (shown.length === 1) {
    const saved = (summary.value?.experiment.files.length ?? 0) > 0;
    const trainable = saved || besides.value.every(({ folder }) => folder !== undefined);
    return (
      <>
        <button
          type="button"
          class="button"
          disabled={besiding.busy.value || !trainable}
          data-testid="memory-beside"
          onClick={() => void layBeside()}
        >
          {besiding.busy.value ? 'Other cells are trained…' : 'Beside other cells'}
        </button>
        <span class="caption" data-testid="memory-beside-cost">
          {besideWords(besides.value, { saved, training: training.value })}
        </span>
      </>
    );
  }
  return (
    <>
      <span class="memory-sides" data-testid="memory-sides">
        {shown.map((side) => (
          <span key={side.name}>
            <SideKey of={side} />
            {side.name}
          </span>
        ))}
      </span>
      <button type="button" class="button" onClick={alone}>
        This cell alone
      </button>
    </>
  );
}

function Toolbar() {
  const { kept, layers, look, looking, own, states } = useMemory();
  const { layer, scale, state } = kept.value;
  return (
    <div class="toolbar">
      {states.value.length > 1 && (
        <Choice
          label="State"
          options={{ '': 'all', ...Object.fromEntries(states.value.map((name) => [name, name])) }}
          chosen={states.value.includes(state) ? state : ''}
          choose={(chosen) => kept.change({ state: chosen })}
          testid="memory-state"
        />
      )}
      {layers.value.length > 1 && (
        <Choice
          label="Layer"
          options={{ '': 'all', ...Object.fromEntries(layers.value.map((each) => [String(each), String(each)])) }}
          chosen={layer === undefined ? '' : String(layer)}
          choose={(chosen) => kept.change({ layer: chosen === '' ? undefined : Number(chosen) })}
          testid="memory-layer"
        />
      )}
      <Choice
        label="Scale"
        options={{ log: 'log', linear: 'linear' }}
        chosen={scale}
        choose={(chosen) => kept.change({ scale: chosen })}
        testid="memory-scale"
      />
      <Beside />
      {looking.busy.value ? (
        <>
          <span class="caption" role="status">
            Gradients flow back…
          </span>
          <Cancel of={looking} />
        </>
      ) : (
        !own.gradients.value && (
          <button type="button" class="button" onClick={() => void look()}>
            Follow the gradients
          </button>
        )
      )}
    </div>
  );
}
