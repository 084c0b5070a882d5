/**
 * The reverse of a pointwise operation within a graph: sums the gradients that arrive at each output, applies the derived
 * program, and lays the results out as their receivers are laid out, so that the next GEMM finds its operand in one piece.
 */
import type { Operation, View } from '../backend';
import { differentiate, type Reverse } from './differentiate';
import type { GraphBuilder } from './graphBuilder';
import { PointwiseBuilder, type PointwiseProgram } from './pointwise';
import { columnsOf } from './views';

type Pointwise = Extract<Operation, { op: 'pointwise' }>;

/** Neighbouring inputs of one value, whose gradients are one value too. `to` spans them; one that is broadcast stands alone. */
interface Group {
  readonly to: View;
  /** Outputs of the reverse program, in column order. */
  readonly outputs: readonly number[];
}

export class PointwiseReverse {
  private readonly cache = new Map<PointwiseProgram, Map<string, { readonly reverse: Reverse; readonly program: PointwiseProgram }>>();

  constructor(private readonly builder: GraphBuilder) {}

  /**
   * @param arriving for each output, gradients of its shape that are to be summed
   * @returns gradients of the operation's inputs; one of many rows for an input of one row is yet to be summed
   */
  reverse(operation: Pointwise, arriving: readonly (readonly View[])[], wants: (view: View) => boolean): { to: View; gradient: View }[] {
    const counts = arriving.map((views) => views.length);
    const wanted = operation.inputs.map(wants);
    const { reverse, program } = this.derive(operation.program, wanted, counts);
    if (reverse.outputs.length === 0) return [];
    const inputs = reverse.inputs.flatMap(({ kind, index }) => {
      if (kind === 'gradient') return arriving[index] as readonly View[];
      return [(kind === 'input' ? operation.inputs : operation.outputs)[index] as View];
    });
    const { rows, columns } = operation.outputs[0] as View;
    const groups = group(operation, reverse, columns);
    const written = new Map<string, View>();
    const outputs: View[] = [];
    const kept: number[] = [];
    const results = groups.map(({ to, outputs: members }) => {
      const key = members.map((member) => program.outputs[member]).join(' ');
      let gradient = written.get(key);
      if (!gradient) {
        gradient = this.builder.fresh(rows, columns * members.length, `d ${to.value.label}`);
        for (const [position, member] of members.entries()) {
          outputs.push(columnsOf(gradient, position * columns, columns));
          kept.push(member);
        }
        written.set(key, gradient);
      }
      return { to, gradient };
    });
    this.builder.pointwiseInto(this.choose(program, kept), inputs, outputs);
    return results.map(({ to, gradient }) => ({ to, gradient: to.columns < gradient.columns ? this.sumColumns(gradient) : gradient }));
  }

  /** (R, 1): the sum of each row. */
  private sumColumns(gradient: View): View {
    return this.builder.gemm(gradient, this.builder.constant(1, gradient.columns, 1), { label: gradient.value.label });
  }

  /** The reverse program with one input for each gradient that arrives. */
  private derive(forward: PointwiseProgram, wanted: readonly boolean[], counts: readonly number[]) {
    const key = `${wanted.map(Number).join('')} ${counts.join(' ')}`;
    const known = this.cache.get(forward)?.get(key);
    if (known) return known;
    const reverse = differentiate(
      forward,
      wanted,
      counts.map(() => true),
      counts.map((count) => count > 0),
    );
    const widths = reverse.inputs.map(({ kind, index }) => (kind === 'gradient' ? (counts[index] as number) : 1));
    const build = new PointwiseBuilder(widths.reduce((sum, width) => sum + width, 0));
    let next = 0;
    const inputs = widths.map((width) => {
      let sum = build.input(next++);
      for (let index = 1; index < width; index++) sum = build.add(sum, build.input(next++));
      return sum;
    });
    const registers = build.inline(reverse.program, inputs);
    const program = build.build(reverse.program.outputs.map((register) => registers[register] as number));
    const made = { reverse, program };
    const ofForward = this.cache.get(forward) ?? new Map();
    this.cache.set(forward, ofForward.set(key, made));
    return made;
  }

  private readonly chosen = new Map<PointwiseProgram, Map<string, PointwiseProgram>>();

  /** The program with only some of its outputs, in another order. */
  private choose(program: PointwiseProgram, outputs: readonly number[]): PointwiseProgram {
    const key = outputs.join(' ');
    const ofProgram = this.chosen.get(program) ?? new Map<string, PointwiseProgram>();
    this.chosen.set(program, ofProgram);
    const known = ofProgram.get(key) ?? { ...program, outputs: outputs.map((output) => program.outputs[output] as number) };
    ofProgram.set(key, known);
    return known;
  }
}

function group(operation: Pointwise, reverse: Reverse, columns: number): Group[] {
  const receivers = reverse.outputs
    .map((input, output) => ({ output, view: operation.inputs[input] as View }))
    .sort((a, b) => a.view.value.id - b.view.value.id || a.view.row - b.view.row || a.view.column - b.view.column);
  const groups: { to: View; outputs: number[] }[] = [];
  for (const { output, view } of receivers) {
    const last = groups.at(-1);
    const follows =
      last &&
      view.columns === columns &&
      last.to.columns >= columns &&
      last.to.value === view.value &&
      last.to.row === view.row &&
      last.to.rows === view.rows &&
      last.to.column + last.to.columns === view.column;
    if (follows) {
      last.to = { ...last.to, columns: last.to.columns + columns };
      last.outputs.push(output);
    } else groups.push({ to: view, outputs: [output] });
  }
  return groups;
}
