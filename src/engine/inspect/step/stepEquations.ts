/** The equations of a cell at one character with the numbers of one unit in them, and those of its backward pass. */
import type { Feed, Numbers } from '../../backend';
import { compileCell } from '../../cell/compileCell';
import { printBackward } from '../../cell/printBackward';
import { printKeys } from '../../cell/printKeys';
import { printProgram } from '../../cell/printProgram';
import type { Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { Direction } from '../../model/stack';
import { stateName } from '../chunkReader';
import { FieldError } from '../fields';
import { type Place, shownActivations, shownName } from '../place';
import type { Traced } from '../readings';
import { StepReader } from './stepReader';

export interface StepWanted {
  readonly layer: number;
  readonly direction: Direction;
  readonly unit: number;
  /** Column of the source. */
  readonly at: number;
}

/** Something that has a value at this step. */
export interface StepValue {
  /** As the equations have it: `z`, `h`, `b_z`, `W_hn (r * h)`. */
  readonly words: string;
  /** before: a state as the step finds it. */
  readonly kind: 'activation' | 'before' | 'product' | 'parameter';
  /** The activation whose map has it, where one has. */
  readonly name?: string;
  /** Of the unit; of a product the unit's element, a row of the matrix times a vector. */
  readonly value: number;
}

export interface StepEquation {
  /** `h'`; `name` is that of its map: h. */
  readonly target: string;
  readonly name: string;
  readonly value: number;
  /** The right-hand side from left to right; what has no value is a string. */
  readonly pieces: readonly (string | StepValue)[];
}

export interface UnrolledStep {
  readonly cell: string;
  readonly equations: readonly StepEquation[];
  /** Lines; those that begin with # say what follows. */
  readonly backward: readonly string[];
}

/** @throws FieldError for what is not there, or a network that reads all of a text first; CancelledError */
export async function stepEquations(
  model: Model,
  traced: Traced,
  { layer, direction, unit, at }: StepWanted,
  interruption: Interruption,
): Promise<UnrolledStep> {
  const { source, chunks, reading } = traced;
  const place = source.table.places.find((one) => one.layer === layer && one.direction === direction);
  if (!chunks)
    throw new FieldError(
      'Steps are unrolled where a network tells something at each character that it reads (not by classify and translate).',
    );
  if (!place || unit >= place.units || at >= source.table.length)
    throw new FieldError(`There is no unit ${unit} of layer ${layer + 1} at ${at}.`);
  const cell = compileCell(place.cell.source, place.cell.name, { apart: true });
  const states = await statesBefore(traced, at, interruption);
  const reader = await model.keep('step reader', () =>
    StepReader.open({ ...model, shape: { ...model.shape, cells: model.shape.cells.map(apart) } }),
  );
  const symbols = Object.fromEntries(Object.entries(reading.feed).map(([name, numbers]) => [name, numbers.slice(at, at + 1)]));
  const computed = await reader.read(symbols, states, place);
  const nameOf = printKeys(cell);
  const numberOf = (key: string): number => {
    const values = key.startsWith('previous:') ? states[stateName(place, key.slice('previous:'.length))] : computed.get(key);
    return (values as Numbers)[unit] as number;
  };
  const equations = cell.activations.map((activation): StepEquation => {
    const stage = cell.stages.find((one) => one.kind === 'pointwise' && one.outputs[0] === activation.key);
    if (stage?.kind !== 'pointwise') throw new FieldError(`There is no equation of ${activation.name}.`);
    const inputs = stage.inputs.map((key): StepValue => {
      const kind = key.startsWith('previous:')
        ? 'before'
        : key.startsWith('activation:')
          ? 'activation'
          : key.startsWith('parameter:')
            ? 'parameter'
            : 'product';
      const words = nameOf(key).text;
      return { words, kind, ...((kind === 'before' || kind === 'activation') && { name: words.replace(/'$/, '') }), value: numberOf(key) };
    });
    const printed =
      printProgram(
        stage.program,
        stage.inputs.map((_, index) => ({ text: `${MARK}${index}${MARK}`, binding: 'atom' })),
      )[0]?.text ?? '';
    const pieces = printed.split(MARK).map((piece, index) => (index % 2 === 0 ? piece : (inputs[Number(piece)] as StepValue)));
    return {
      target: activation.name,
      name: shownName(activation),
      value: numberOf(activation.key),
      pieces: pieces.filter((piece) => piece !== ''),
    };
  });
  return { cell: cell.name, equations, backward: printBackward(place.cell) };
}

/** Stands around the number of an input while an equation is printed: no name has it. */
const MARK = '\u0000';

/** Each equation for itself, as it is shown. */
const apart = ({ source, name }: Place['cell']) => compileCell(source, name, { apart: true });

/** The states that each layer finds when it reads a column, by `stateName`. */
async function statesBefore({ source, reading }: Traced, at: number, interruption: Interruption): Promise<Feed> {
  const { table } = source;
  const states: Record<string, Numbers> = {};
  for (const [index, place] of table.places.entries())
    for (const [activation, shown] of shownActivations(place.cell).entries()) {
      if (!shown.state) continue;
      const name = stateName(place, shownName(shown));
      const before = place.direction === 'forward' ? at - 1 : at + 1;
      const inside = before >= 0 && before < table.length;
      states[name] = inside
        ? ((await table.columns({ place: index, activation, from: before, to: before + 1, step: 1 }, interruption)).mean as Float32Array)
        : ((place.direction === 'forward' ? reading.start?.[name] : undefined) ?? new Float32Array(place.units));
    }
  return states;
}
