// One step, unrolled: the equations with a unit's numbers written in, the derived backward equations beside them, and the graph around.
import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import type { StepEquation, StepGradient, StepValue } from '../../../../../src/engine/inspect/step/unrolledStep';
import { Choice } from '../../../../components/choice';
import { alone, count, short, signed } from '../../../../components/figures';
import { Refusal } from '../../../../components/refusal';
import { Empty } from '../../empty';
import { InspectedText } from '../../inspectedText';
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
          options={Object.fromEntries(
            layers.value.map((one, index) => [index, `${one.layer + 1}${one.direction === 'backward' ? ' ←' : ''}`]),
          )}
          chosen={String(Math.min(kept.value.layer, layers.value.length - 1))}
          choose={(index) => kept.change({ layer: Number(index) })}
        />
      )}
      <Place
        name="Character"
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

function Equation({ equation: { target, name, value, pieces } }: { readonly equation: StepEquation }) {
  return (
    <>
      <dt>
        <Name words={target} map={name} />
      </dt>
      <dd>
        <InNames pieces={pieces} />
        <InNumbers pieces={pieces} value={value} />
      </dd>
    </>
  );
}

type Pieces = StepEquation['pieces'];

function InNames({ pieces }: { readonly pieces: Pieces }) {
  return (
    <p>
      ={' '}
      {pieces.map((piece, at) =>
        typeof piece === 'string' ? shownSigns(piece) : <Name key={at} words={piece.words} of={piece} title={explained(piece)} />,
      )}
    </p>
  );
}

/** Nothing where no number is of the unit. */
function InNumbers({ pieces, value }: { readonly pieces: Pieces; readonly value?: number | undefined }) {
  if (pieces.every((piece) => typeof piece === 'string')) return null;
  return (
    <p class="step-numbers">
      ={' '}
      {pieces.map((piece, at) =>
        typeof piece === 'string' ? (
          shownSigns(piece)
        ) : (
          <span key={at} class={`step-number ${piece.kind}`} title={`${piece.words} = ${piece.value}\n${explained(piece)}`}>
            {piece.value < 0 && !endsOpen(pieces[at - 1]) ? `(${figure(piece.value)})` : figure(piece.value)}
          </span>
        ),
      )}
      {value !== undefined && (
        <>
          {' '}
          = <strong>{figure(value)}</strong>
        </>
      )}
    </p>
  );
}

/** Whether no sign stands right before a number that follows: it needs no parentheses of its own. */
const endsOpen = (before: string | StepValue | undefined): boolean =>
  before === undefined || (typeof before === 'string' && /[(,] ?$/.test(before));

interface NameProps {
  readonly words: string;
  /** The activation of its map; by default those that its value has. */
  readonly map?: string;
  readonly of?: StepValue;
  readonly title?: string;
}

/** A name; one that has a map leads to it, within what a matrix multiplies too. */
function Name({ words, map, of, title }: NameProps) {
  const { found } = useStep();
  const name = map ?? of?.name;
  if (name !== undefined) return <ToMap words={words} map={name} before={of?.kind === 'before'} title={title} />;
  const states = found.value?.layer.activations.filter(({ state }) => state).map((one) => one.name) ?? [];
  const maps = new Set(found.value?.layer.activations.map((one) => one.name));
  const parts = of?.kind === 'product' ? words.split(/((?<![\w])[\p{L}]\w*'?(?![\w(]))/u) : [words];
  return (
    <span class="step-name" title={title}>
      {parts.map((part, at) => {
        const own = part.replace(/'$/, '');
        return at % 2 === 1 && maps.has(own) ? (
          <ToMap key={at} words={part} map={own} before={part === own && states.includes(own)} />
        ) : (
          shownSigns(part)
        );
      })}
    </span>
  );
}

interface ToMapProps {
  readonly words: string;
  readonly map: string;
  /** A state as the step finds it: where the map has it, at the step before. */
  readonly before: boolean;
  readonly title?: string | undefined;
}

function ToMap({ words, map, before, title }: ToMapProps) {
  const { showMap } = useStep();
  return (
    <button
      type="button"
      class="link mono"
      title={`${title ? `${title}\n` : ''}Show the map of ${map}`}
      onClick={() => showMap(map, before)}
    >
      {words}
    </button>
  );
}

function Backward({ found: { arriving, around, at, backward, loss } }: { readonly found: FoundStep }) {
  const { inspected } = useStep();
  const here = alone(inspected.characters.value[at] ?? '');
  return (
    <section class="section" aria-label="Backward">
      <div class="section-head">
        <h2>Backward</h2>
        <span class="caption" data-testid="step-loss">
          of the loss at “{here}”: −ln p({loss.symbol === '' ? 'the end' : `“${alone(loss.symbol)}”`}) = {figure(loss.nats)} nats
        </span>
      </div>
      <p class="caption">
        Derived from the equations; dz is the slope of that loss in z.{' '}
        {!loss.known && 'What is right is not known here, so the likeliest symbol is taken for it. '}
        From step t + 1 nothing arrives: this loss is told before it.
        {around && ' What layers above that read both ways pass on by way of other steps is not counted.'}
      </p>
      <div class="step-backward" data-testid="step-backward">
        {backward.map(({ words, gradients }, section) => (
          <Fragment key={words}>
            <h3 class="caption">{shownSigns(words)}</h3>
            <dl class="step-forward">
              {section === 0 &&
                arriving.map(({ target, value }) => (
                  <Fragment key={target}>
                    <dt>{shownSigns(target)}</dt>
                    <dd>
                      <p class="step-numbers">
                        = <strong>{figure(value)}</strong>{' '}
                        <span class="caption">{value === 0 ? 'nothing from step t + 1' : 'from the loss'}</span>
                      </p>
                    </dd>
                  </Fragment>
                ))}
              {gradients.map((gradient) => (
                <Gradient key={gradient.targets.join()} gradient={gradient} />
              ))}
            </dl>
          </Fragment>
        ))}
      </div>
    </section>
  );
}

function Gradient({ gradient: { targets, pieces, value } }: { readonly gradient: StepGradient }) {
  return (
    <>
      <dt>
        {targets.map((target, at) => (
          <span key={target}>
            {at > 0 && '= '}
            {shownSigns(target)}{' '}
          </span>
        ))}
      </dt>
      <dd>
        <InNames pieces={pieces} />
        <InNumbers pieces={pieces} value={value} />
      </dd>
    </>
  );
}

/** What a value is, in words. */
function explained({ kind, words }: StepValue): string {
  const matrix = words.split(' ')[0];
  switch (kind) {
    case 'before':
      return `${words} as the step before left it`;
    case 'activation':
      return `${words} at this step`;
    case 'parameter':
      return `${words}: learned, the same at every step`;
    case 'gradient':
      return `${words}: how fast the loss grows with it, for this unit`;
    case 'back':
      return `the unit’s column of ${(matrix ?? '').replace('ᵀ', '')} times the slopes of all units`;
    case 'product':
      return `the unit’s row of ${matrix} times ${words.slice(words.indexOf(' ') + 1)}`;
  }
}

const shownSigns = (text: string): string => text.replaceAll('*', '·').replaceAll(' - ', ' − ');

/** 0.49, and 0.0031 where two digits would say nothing. */
const figure = (value: number): string => (value !== 0 && Math.abs(value) < 0.005 ? short(value) : signed(value));
