// The pictures of the tensor that is chosen: its numbers as a map, how they are distributed, and how it stretches what it is multiplied with.
import { type Signal, useSignal } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import { shownText } from '../../../src/protocol/textUnits';
import { drawEigenvaluePlane } from '../../charts/eigenvaluePlane';
import { drawFallingValues } from '../../charts/fallingValues';
import { drawHistogram } from '../../charts/histogram';
import type { Palette } from '../../charts/palette';
import type { Surface } from '../../charts/surface';
import { Choice } from '../../components/choice';
import { count, counted, short, signed } from '../../components/figures';
import { Picture } from '../../components/picture';
import { Cancel, Refusal } from '../../components/refusal';
import { useChosenTensor } from './chosenTensor';
import { shapeShown } from './tensorRows';
import { WeightMapPicture } from './weightMapPicture';

export function TensorPictures() {
  const { isMatrix, listed } = useChosenTensor();
  const tensor = listed.value;
  if (!tensor) return null;
  const empty = tensor.shape.includes(0);
  return (
    <section class="tensor-pictures" aria-label={`Pictures of ${tensor.name}`} data-testid="chosen-tensor">
      <h2 class="chosen-name">
        <span class="mono">{shownText(tensor.name)}</span>
        <span class="caption">
          {shapeShown(tensor)} · {tensor.dtype}
        </span>
      </h2>
      {!tensor.readable ? (
        <p class="empty-line">Numbers of type {tensor.dtype} are not read one by one: only their shape is known.</p>
      ) : empty ? (
        <p class="empty-line">There are no numbers in it.</p>
      ) : (
        <>
          <WeightMapPicture />
          <div class="small-pictures">
            <HistogramPicture />
            {isMatrix.value && <Spectrum />}
          </div>
        </>
      )}
    </section>
  );
}

/** Moves along values in a row, from the place where the crosshair is. @returns whether the key does that */
function walk({ key, shiftKey }: KeyboardEvent, at: Signal<number | undefined>, place: number, length: number): boolean {
  const stride = shiftKey ? 10 : 1;
  const to = { ArrowLeft: place - stride, ArrowRight: place + stride, Home: 0, End: length - 1 }[key];
  if (to !== undefined) at.value = Math.max(0, Math.min(length - 1, to));
  return to !== undefined;
}

function HistogramPicture() {
  const { counting, histogram, listed } = useChosenTensor();
  const at = useSignal<number>();
  const told = histogram.value;
  const bins = told?.counts.length ?? 0;
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const shown = histogram.value;
    if (!shown || shown.counts.length === 0) return;
    drawHistogram(surface, shown, palette, short);
    if (at.value === undefined) return;
    surface.context.fillStyle = palette.foreground;
    surface.context.fillRect(((at.value + 0.5) * surface.width) / shown.counts.length - 0.5, 0, 1, surface.height - 18);
  }, []);
  const edge = (bin: number) => (told ? told.low + (bin * (told.high - told.low)) / bins : 0);
  const place = Math.min(at.value ?? 0, Math.max(0, bins - 1));
  const here = told && bins > 0 ? `${short(edge(place))} … ${short(edge(place + 1))}: ${counted(told.counts[place] ?? 0, 'number')}` : '';
  const { statistics } = told ?? {};
  const broken = statistics ? statistics.nan + statistics.infinite : 0;
  return (
    <Picture
      title="Distribution"
      caption={
        statistics
          ? `Mean ${short(statistics.mean)}, σ ${short(statistics.deviation)}${broken > 0 ? `; ${counted(broken, 'number')} not finite` : ''}. Heights are square roots of counts.`
          : 'How often the numbers lie where.'
      }
      name="weights-histogram"
      label={`How the numbers of ${listed.value?.name ?? ''} are distributed; arrow keys walk from part to part`}
      height={150}
      draw={draw}
      table={() => ({
        columns: ['from', 'to', 'numbers'],
        rows: (told?.counts ?? []).map((many, bin) => [edge(bin), edge(bin + 1), many]),
      })}
      press={(event) => walk(event, at, place, bins)}
      place={{ at: place, count: bins }}
      here={here}
      point={(pointer) => {
        at.value = pointer && bins > 0 ? Math.max(0, Math.min(bins - 1, Math.floor((pointer.x / pointer.width) * bins))) : undefined;
      }}
    >
      <span class="caption">{at.value === undefined ? '' : here}</span>
      <Cancel of={counting} />
      <Refusal of={counting} />
    </Picture>
  );
}

/** It comes unasked where it takes no time. */
function Spectrum() {
  const { decompose, decomposing, spectrum } = useChosenTensor();
  const told = spectrum.value;
  const waits = !told && !decomposing.busy.value && decomposing.refusal.value === undefined;
  return (
    <>
      {told && <SingularValues />}
      {told?.eigenvalues && <Eigenvalues />}
      {(!told || decomposing.busy.value || decomposing.refusal.value !== undefined || told.unsettled !== undefined) && (
        <section class="section" aria-label="Spectrum">
          {!told && (
            <div class="section-head">
              <h2>Spectrum</h2>
              <GateChoice />
            </div>
          )}
          {waits && (
            <button type="button" class="button" data-testid="decompose" onClick={() => void decompose()}>
              Compute the Spectrum
            </button>
          )}
          {told?.unsettled !== undefined && <p class="caption">{told.unsettled}</p>}
          <Cancel of={decomposing} />
          <Refusal of={decomposing} />
        </section>
      )}
    </>
  );
}

/** Of a matrix in which those of several gates lie below each other, whose spectrum it is. */
function GateChoice() {
  const chosen = useChosenTensor();
  const { gates } = chosen.axes.value.rows;
  if (!gates) return null;
  return (
    <Choice
      label="Gate"
      options={Object.fromEntries(gates.map(({ name }) => [name, name]))}
      chosen={gates[chosen.gate.value]?.name ?? ''}
      choose={(name) => chosen.chooseGate(gates.findIndex((one) => one.name === name))}
      testid="gate"
    />
  );
}

function SingularValues() {
  const { listed, spectrum } = useChosenTensor();
  const at = useSignal<number>();
  const values = spectrum.value?.singularValues ?? new Float64Array();
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const shown = spectrum.value?.singularValues;
    if (shown) drawFallingValues(surface, { values: shown, at: at.value, format: short, labelX: 'place', palette });
  }, []);
  const place = Math.min(at.value ?? 0, Math.max(0, values.length - 1));
  const here = values.length > 0 ? `singular value ${place + 1} of ${values.length}: ${short(values[place] ?? 0)}` : '';
  return (
    <Picture
      title="Singular values"
      caption={fallInWords(values)}
      name="weights-singular"
      label={`The singular values of ${listed.value?.name ?? ''}, largest first; arrow keys walk`}
      height={170}
      draw={draw}
      table={() => ({ columns: ['place', 'singular value'], rows: Array.from(values, (value, index) => [index + 1, value]) })}
      press={(event) => walk(event, at, place, values.length)}
      place={{ at: place, count: values.length }}
      here={here}
    >
      <GateChoice />
      <span class="caption">{at.value === undefined ? '' : here}</span>
    </Picture>
  );
}

/** How many of the largest make nine tenths of the sum of squares. */
function fallInWords(values: Float64Array): string {
  const all = values.reduce((sum, value) => sum + value ** 2, 0);
  let [sum, many] = [0, 0];
  while (many < values.length && sum < 0.9 * all) sum += (values[many++] ?? 0) ** 2;
  return `It stretches by ${short(values[0] ?? 0)} at most; ${count(many)} of ${count(values.length)} hold 90 % of the squares.`;
}

function Eigenvalues() {
  const { listed, spectrum } = useChosenTensor();
  const at = useSignal<number>();
  const { real, imaginary } = spectrum.value?.eigenvalues ?? { real: new Float64Array(), imaginary: new Float64Array() };
  const modulus = (index: number) => Math.hypot(real[index] ?? 0, imaginary[index] ?? 0);
  const order = [...real.keys()].sort((a, b) => modulus(b) - modulus(a));
  const place = Math.min(at.value ?? 0, Math.max(0, order.length - 1));
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const set = spectrum.value?.eigenvalues;
    if (!set) return;
    const sizes = Array.from(set.real, (x, index) => Math.hypot(x, set.imaginary[index] ?? 0));
    const sorted = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
    drawEigenvaluePlane(surface, [{ colour: 'negative', ...set, at: at.value === undefined ? undefined : sorted[at.value] }], palette);
  }, []);
  const outside = order.filter((index) => modulus(index) > 1).length;
  const inWords = (index: number) =>
    `${signed(real[index] ?? 0, 3)} ${(imaginary[index] ?? 0) < 0 ? '−' : '+'} ${Math.abs(imaginary[index] ?? 0).toFixed(3)} i`;
  const here =
    order.length > 0
      ? `eigenvalue ${place + 1} of ${order.length}: ${inWords(order[place] ?? 0)}, |λ| ${short(modulus(order[place] ?? 0))}`
      : '';
  return (
    <Picture
      title="Eigenvalues"
      caption={`${outside} of ${order.length} outside the unit circle; largest |λ| ${short(modulus(order[0] ?? 0))}.`}
      name="weights-eigenvalues"
      label={`The eigenvalues of ${listed.value?.name ?? ''} in the complex plane, with the unit circle; arrow keys walk, the largest first`}
      height={210}
      draw={draw}
      table={() => ({
        columns: ['real', 'imaginary', 'modulus'],
        rows: order.map((index) => [real[index] ?? 0, imaginary[index] ?? 0, modulus(index)]),
      })}
      press={(event) => walk(event, at, place, order.length)}
      place={{ at: place, count: order.length }}
      here={here}
    >
      <span class="caption">{at.value === undefined ? '' : here}</span>
    </Picture>
  );
}
