// One step, unrolled: the equations with a unit's numbers written in, the derived backward equations beside them, and the graph around.
import { useEffect } from 'preact/hooks';
import type { StepEquation, StepValue } from '../../../../../src/engine/inspect/step/stepEquations';
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
                <Backward lines={shown.backward} />
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
  const { at, choose, inspected, kept, layer, layers, unit } = useStep();
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

/** Its names, and below them their numbers. */
function Equation({ equation: { target, name, value, pieces } }: { readonly equation: StepEquation }) {
  return (
    <>
      <dt>
        <Name words={target} map={name} />
      </dt>
      <dd>
        <p>
          ={' '}
          {pieces.map((piece, at) =>
            typeof piece === 'string' ? shownSigns(piece) : <Name key={at} words={piece.words} map={piece.name} title={explained(piece)} />,
          )}
        </p>
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
          )}{' '}
          = <strong>{figure(value)}</strong>
        </p>
      </dd>
    </>
  );
}

/** Whether no sign stands right before a number that follows: it needs no parentheses of its own. */
const endsOpen = (before: string | StepValue | undefined): boolean =>
  before === undefined || (typeof before === 'string' && /[(,] ?$/.test(before));

/** A name; one that has a map leads to it. */
function Name({ words, map, title }: { readonly words: string; readonly map?: string | undefined; readonly title?: string }) {
  const { showMap } = useStep();
  if (map === undefined)
    return (
      <span class="step-name" title={title}>
        {words}
      </span>
    );
  return (
    <button type="button" class="link mono" title={`${title ? `${title}\n` : ''}Show the map of ${map}`} onClick={() => showMap(map)}>
      {words}
    </button>
  );
}

function Backward({ lines }: { readonly lines: readonly string[] }) {
  return (
    <section class="section" aria-label="Backward">
      <div class="section-head">
        <h2>Backward</h2>
        <span class="caption">as derived from the equations</span>
      </div>
      <ul class="step-backward" data-testid="step-backward">
        {lines.map((line) => (
          <li key={line} class={line.startsWith('#') ? 'caption' : 'mono'}>
            {line.startsWith('#') ? line.slice(2) : shownSigns(line)}
          </li>
        ))}
      </ul>
    </section>
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
    case 'product':
      return `the unit’s row of ${matrix} times ${words.slice(words.indexOf(' ') + 1)}`;
  }
}

const shownSigns = (text: string): string => text.replaceAll('*', '·').replaceAll(' - ', ' − ');

/** 0.49, and 0.0031 where two digits would say nothing. */
const figure = (value: number): string => (value !== 0 && Math.abs(value) < 0.005 ? short(value) : signed(value));
