/** The equations of a cell at one character with the numbers of one unit in them, and those of its backward pass. */
import type { Feed, Numbers } from '../../backend';
import type { CellProgram } from '../../cell/cellProgram';
import { compileCell } from '../../cell/compileCell';
import { printKeys } from '../../cell/printKeys';
import { printProgram } from '../../cell/printProgram';
import type { Tensor } from '../../checkpoint/tensor';
import { BOUNDARY } from '../../infer/alternatives';
import type { Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import { layerName, type Stack } from '../../model/stack';
import { stateName } from '../chunkReader';
import { FieldError } from '../fields';
import { shownActivations, shownName } from '../place';
import type { Traced } from '../readings';
import { Marks } from './marks';
import { stepGradients } from './stepGradients';
import { StepNumbers } from './stepNumbers';
import type { StepEquation, StepValue, StepWanted, UnrolledStep } from './unrolledStep';

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
    throw new FieldError(`There is no unit ${unit} of layer ${layer} at character ${at + 1}.`);
  const { shape } = model;
  const states = await statesBefore(traced, at, interruption);
  const numbers = await model.keep('numbers of one step', () => StepNumbers.open(model));
  const symbols = Object.fromEntries(Object.entries(reading.feed).map(([name, tokens]) => [name, tokens.slice(at, at + 1)]));
  const target = rightSymbol(model, traced, at);
  const step = await numbers.read({ ...symbols, targets: Float32Array.of(target.index) }, states, place);

  const cell = compileCell(place.cell.source, place.cell.name, { apart: true });
  const nameOf = printKeys(cell);
  const numberAt = (key: string): StepValue => {
    const kind = kindOf(key);
    const words = nameOf(key).text;
    const named = kind === 'before' || kind === 'activation';
    return { words, kind, ...(named && { name: words.replace(/'$/, '') }), value: step.values.get(key)?.[unit] as number };
  };
  const stacks = shape.architecture.stacks(shape);
  const stack = stacks.find(({ directions }) => directions.includes(direction)) as Stack;
  const matrix = (name: string) => model.weights.get(layerName(stack, layer, name, direction)) as Tensor;
  return {
    cell: cell.name,
    equations: forwardEquations(cell, numberAt),
    loss: { symbol: model.targets[target.index] ?? BOUNDARY, known: target.known, nats: step.loss },
    ...stepGradients(cell, step, unit, numberAt, matrix),
    around: stack.directions.length > 1 && layer < stack.cells.length - 1,
  };
}

function forwardEquations(cell: CellProgram, numberAt: (key: string) => StepValue): StepEquation[] {
  return cell.activations.map((activation): StepEquation => {
    const stage = cell.stages.find((one) => one.kind === 'pointwise' && one.outputs[0] === activation.key);
    if (stage?.kind !== 'pointwise') throw new FieldError(`There is no equation of ${activation.name}.`);
    const marks = new Marks<StepValue>();
    const [printed] = printProgram(
      stage.program,
      stage.inputs.map((key) => marks.of(key, () => numberAt(key))),
    );
    return {
      target: activation.name,
      name: shownName(activation),
      value: numberAt(activation.key).value,
      pieces: marks.apart(printed?.text ?? ''),
    };
  });
}

function kindOf(key: string): StepValue['kind'] {
  if (key.startsWith('previous:')) return 'before';
  if (key.startsWith('activation:')) return 'activation';
  return key.startsWith('parameter:') ? 'parameter' : 'product';
}

/** What the network should tell at a step, by its number; where the text does not say, what it holds likeliest. */
function rightSymbol({ targets }: Model, { source, reading }: Traced, at: number): { readonly index: number; readonly known: boolean } {
  const truth = reading.truths?.[reading.tells === 'next' ? at + 1 : at] ?? -1;
  if (truth >= 0) return { index: truth, known: true };
  const index = targets.indexOf(source.predictions(at, at + 1)[0]?.[0]?.symbol ?? BOUNDARY);
  return { index: index < 0 ? targets.length : index, known: false };
}

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
