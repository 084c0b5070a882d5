// Why the gradient fades: the eigenvalues of one step, along the text, over all of it; and what training did with its gradients.

import { useCallback } from 'preact/hooks';
import { drawEigenvaluePlane } from '../../../../charts/eigenvaluePlane';
import type { Palette } from '../../../../charts/palette';
import { drawSmallLines } from '../../../../charts/smallLines';
import type { Surface } from '../../../../charts/surface';
import { alone, signed } from '../../../../components/figures';
import { Picture } from '../../../../components/picture';
import { Refusal } from '../../../../components/refusal';
import { type MemoryModel, useMemory } from './memoryModel';
import type { MemorySide } from './memorySide';
import { clippingInWords, eigenvaluesInWords, halvesInWords, keptInWords, share } from './memoryWords';
import { SideKey } from './sideKey';

export function Why() {
  const model = useMemory();
  return (
    <aside class="memory-why">
      <Eigenvalues />
      <LargestAlong />
      <Fading model={model} />
      <Step model={model} />
      <Training />
    </aside>
  );
}

/** The layer that is shown: the top one where all are. */
const layerOf = (model: MemoryModel, values: readonly unknown[]): number =>
  Math.min(model.kept.value.layer ?? values.length - 1, values.length - 1);

function Eigenvalues() {
  const model = useMemory();
  const { at, inspected, own, refused, sides } = model;
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const sets = sides.value.flatMap(({ colour, eigenvalues }) => {
      const layers = eigenvalues.value?.layers ?? [];
      const set = layers[layerOf(model, layers)];
      return set ? [{ colour, ...set }] : [];
    });
    drawEigenvaluePlane(surface, sets, palette);
  }, []);
  const told = own.eigenvalues.value;
  const set = told?.layers[layerOf(model, told.layers)];
  const character = alone(inspected.characters.value[told?.at ?? at.value] ?? '');
  return (
    <>
      <Picture
        title={`At “${character}”`}
        caption={
          set
            ? `Eigenvalues of one step's Jacobian${sides.value.length > 1 ? `, of ${own.name}` : ''}: ${eigenvaluesInWords(set)}`
            : "Eigenvalues of one step's Jacobian."
        }
        name="memory-eigenvalues"
        label={inspected.say('Eigenvalues of the Jacobian of the step that reads the character at the crosshair, in the complex plane')}
        height={210}
        draw={draw}
        table={() => ({
          columns: ['real', 'imaginary', 'modulus'],
          rows: [...(set?.real ?? [])].map((real, index) => [
            real,
            set?.imaginary[index] ?? 0,
            Math.hypot(real, set?.imaginary[index] ?? 0),
          ]),
        })}
      />
      <Refusal of={refused} />
    </>
  );
}

function LargestAlong() {
  const model = useMemory();
  const { at, sides, window } = model;
  const along = (side: MemorySide) => {
    const layers = side.largest.value?.layers ?? [];
    return layers[layerOf(model, layers)] ?? new Float32Array();
  };
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const lines = sides.value.map((side) => ({ colour: side.colour, values: along(side) }));
    drawSmallLines(surface, { lines, border: 1, at: at.value - window.value.from, format: (value) => String(value), palette });
  }, []);
  return (
    <Picture
      title="Largest |λ| along the text"
      caption={model.inspected.say('Of the step at each character in sight. Dashed: 1, where nothing fades or grows.')}
      name="memory-largest"
      label={model.inspected.say('The largest modulus of an eigenvalue of the step at each character in sight')}
      height={90}
      draw={draw}
      table={() => ({
        columns: [model.inspected.unitWords.peek().one, ...sides.peek().map(({ name }) => name)],
        rows: Array.from(along(model.own), (_, index) => [
          String(window.peek().from + index + 1),
          ...sides.peek().map((side) => along(side)[index] ?? Number.NaN),
        ]),
      })}
    />
  );
}

/** Told of each side. */
const TOLD = [10, 40];

function Fading({ model: { inspected, sides } }: { readonly model: MemoryModel }) {
  const all = sides.value;
  return (
    <section class="section" data-testid="memory-fading">
      <h2>A gradient halves in</h2>
      <p class="caption">From the largest Lyapunov exponent λ₁ of the states over this text.</p>
      <dl class="memory-figures">
        {all.flatMap((side) =>
          side.exponents.value.map((exponents, layer) => (
            <div key={`${side.name} ${layer}`}>
              <dt>
                <SideKey of={side} />
                {side.exponents.value.length > 1 ? `${side.name}, layer ${layer}` : side.name}
              </dt>
              <dd>
                {inspected.say(halvesInWords(exponents))}
                {exponents[0] !== undefined && <span class="memory-muted">λ₁ {signed(exponents[0])}</span>}
              </dd>
            </div>
          )),
        )}
      </dl>
      {TOLD.map((back) => (
        <div key={back}>
          <h2>
            {back} {inspected.unitWords.value.many} back there is left
          </h2>
          <dl class="memory-figures">
            {all.flatMap((side) =>
              (side.gradients.value?.lines ?? []).map(({ layer, state, mean }) => (
                <div key={`${side.name} ${layer} ${state}`}>
                  <dt>
                    <SideKey of={side} />
                    {`${side.name} ${state}${side.exponents.value.length > 1 ? `, layer ${layer}` : ''}`}
                  </dt>
                  <dd>{Number.isNaN(mean[back] ?? Number.NaN) ? '–' : share(mean[back] as number)}</dd>
                </div>
              )),
            )}
          </dl>
          {all.length > 1 && <p class="memory-kept">{keptInWords(keptBy(all, back), back)}</p>}
        </div>
      ))}
    </section>
  );
}

/** Of each side in its first state. */
function keptBy(sides: readonly MemorySide[], back: number): ReadonlyMap<string, number> {
  return new Map(sides.map(({ gradients, name }) => [name, gradients.value?.lines[0]?.mean[back] ?? 0]));
}

function Step({ model: { own, stepThrough } }: { readonly model: MemoryModel }) {
  return (
    <section class="section">
      <h2>Why</h2>
      {own.gradients.value?.steps.map(({ cell, factor, equations }) => (
        <div key={cell}>
          <p class="caption">
            {factor ? (
              <>
                One step back multiplies by <code>{factor}</code>.
              </>
            ) : (
              `One step back through ${cell}, derived from its equations:`
            )}
          </p>
          <details open={factor === undefined}>
            <summary class="caption">The equations of the step back</summary>
            <pre class="memory-step">{equations.join('\n')}</pre>
          </details>
        </div>
      ))}
      <button type="button" class="link" data-testid="step-through" onClick={stepThrough}>
        Step through it at the crosshair…
      </button>
    </section>
  );
}

function Training() {
  const { run } = useMemory();
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const updates = run.updates.value;
    const dots = updates.flatMap(({ clipped }, index) => (clipped ? [index] : []));
    const values = updates.map(({ gradNorm }) => gradNorm);
    const border = run.summary.value?.experiment.clip;
    drawSmallLines(surface, { lines: [{ colour: 'muted', values }], ...(dots.length > 0 && { border }), dots, format: String, palette });
  }, []);
  const made = run.last.value?.update ?? 0;
  return (
    <Picture
      title="Gradient norms in training"
      caption={clippingInWords(run.clipped.value, made)}
      name="memory-norms"
      label="The norm of the gradient of every update of training, and where it was clipped"
      height={90}
      draw={draw}
      table={() => ({
        columns: ['update', 'gradient norm', 'clipped'],
        rows: run.updates.peek().map(({ update, gradNorm, clipped }) => [update, gradNorm, clipped ? 'yes' : '']),
      })}
    />
  );
}
