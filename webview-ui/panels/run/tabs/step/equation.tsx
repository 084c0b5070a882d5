// An equation of a step: the names, which lead to their maps, and below them the numbers.
import type { StepEquation, StepValue } from '../../../../../src/engine/inspect/step/unrolledStep';
import { short, signed } from '../../../../components/figures';
import { useStep } from './stepModel';

export function Equation({ equation: { target, name, value, pieces } }: { readonly equation: StepEquation }) {
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

export function InNames({ pieces }: { readonly pieces: Pieces }) {
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
export function InNumbers({ pieces, value }: { readonly pieces: Pieces; readonly value?: number | undefined }) {
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

export const shownSigns = (text: string): string => text.replaceAll('*', '·').replaceAll(' - ', ' − ');

/** 0.49, and 0.0031 where two digits would say nothing. */
export const figure = (value: number): string => (value !== 0 && Math.abs(value) < 0.1 ? short(value) : signed(value));
