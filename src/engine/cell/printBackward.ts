/**
 * The backward equations of a cell for one time step, as the compiler derives them: each equation is differentiated by
 * `differentiate`, last to first, and what arrives at each name is added up.
 */
import { differentiate } from '../graph/differentiate';
import type { CellProgram, GemmStage, MatrixBlock, PointwiseStage } from './cellProgram';
import { type CutEquation, cutEquation } from './cutEquation';
import { printKeys } from './printKeys';
import { asAtom, type Printed, printProgram, printSum } from './printProgram';

/** Lines to show; those that begin with # say what follows. */
export function printBackward(program: CellProgram): string[] {
  return new BackwardPrinter(program).lines();
}

interface Equation extends CutEquation {
  /** Of the activation or operand that it defines. */
  readonly key: string;
  /** The products and parameters that no earlier equation reads: after this one, in reverse, their gradient is complete. */
  readonly completes: readonly string[];
}

class BackwardPrinter {
  private readonly nameOf: (key: string) => Printed;
  private readonly equations = new Map<PointwiseStage, readonly Equation[]>();
  /** The terms that arrived so far at each key, and at each matrix and x (`sum:W_xi`). */
  private readonly arrived = new Map<string, Printed[]>();
  private readonly body: string[] = [];

  constructor(private readonly program: CellProgram) {
    this.nameOf = printKeys(program);
    const read = new Set<string>();
    for (const stage of program.stages) {
      if (stage.kind === 'gemm') continue;
      this.equations.set(
        stage,
        stage.outputs.map((_, k) => this.equation(stage, k, read)),
      );
    }
    for (const key of [...program.states.map((state) => `activation:${state}'`), program.output]) {
      if (!this.arrived.has(key)) this.receive(key, this.gradientOf(key));
    }
  }

  lines(): string[] {
    for (const stage of this.program.stages.toReversed()) {
      if (stage.kind === 'gemm') this.printProducts(stage);
      else
        this.equations
          .get(stage)
          ?.toReversed()
          .forEach((equation) => this.printEquation(equation));
    }
    const gradient = (key: string, name: string) => `d${name} = ${printSum(this.arrived.get(key) ?? [ZERO]).text}`;
    const { states, parameters, output } = this.program;
    return [
      `# Arriving: ${states.map((state) => `d${state}'`).join(', ')} from step t + 1 and ${this.gradientOf(output).text} from the loss at step t`,
      ...this.body,
      '# To step t − 1 and to the layer below:',
      ...states.map((state) => gradient(`previous:${state}`, state)),
      gradient('sum:x', 'x'),
      '# To the matrices; the gradients of parameters are summed over time and batch:',
      ...parameters.filter(({ kind }) => kind.endsWith('matrix')).map(({ name }) => gradient(`sum:${name}`, name)),
    ];
  }

  private equation(stage: PointwiseStage, k: number, read: Set<string>): Equation {
    const key = stage.outputs[k] as string;
    const { program, inputs } = cutEquation(stage, k);
    const completes = inputs.filter((input) => /^(x|product|parameter):/u.test(input) && !read.has(input));
    for (const input of completes) read.add(input);
    return { key, program, inputs, completes };
  }

  private printEquation({ key, program, inputs, completes }: Equation): void {
    if (this.arrived.has(key)) {
      this.body.push(...this.settle([key]));
      const reverse = differentiate(
        program,
        inputs.map(() => true),
        [true],
      );
      const sources = {
        input: (index: number) => this.nameOf(inputs[index] as string),
        output: () => this.nameOf(key),
        gradient: () => this.gradientOf(key),
      };
      const terms = printProgram(
        reverse.program,
        reverse.inputs.map(({ kind, index }) => sources[kind](index)),
      );
      reverse.outputs.forEach((input, index) => this.receive(inputs[input] as string, terms[index] as Printed));
    }
    this.body.push(...this.settle(completes));
    for (const product of completes) {
      const matrix = /^x:(.+)$/u.exec(product)?.[1];
      if (matrix !== undefined) this.passOn(product, matrix, 'x', 'sum:x');
    }
  }

  private printProducts({ operand, products, block }: GemmStage): void {
    const { matrices } = this.program.blocks[block] as MatrixBlock;
    products.forEach((product, k) => this.passOn(product, matrices[k] as string, asAtom(this.nameOf(operand)), operand));
  }

  /** The gradient of W v goes to v as Wᵀ d(W v), and to W as d(W v) vᵀ. */
  private passOn(product: string, matrix: string, vector: string, to: string): void {
    if (!this.arrived.has(product)) return;
    const { text } = this.gradientOf(product);
    this.receive(to, { text: `${matrix}ᵀ ${text}`, binding: 'product' });
    this.receive(`sum:${matrix}`, { text: `${text} ${vector}ᵀ`, binding: 'product' });
  }

  /** Writes down gradients that are complete, equal ones on one line. */
  private settle(keys: readonly string[]): string[] {
    const equal = new Map<string, string>();
    for (const key of keys) {
      const terms = this.arrived.get(key);
      if (terms === undefined) continue;
      const sum = printSum(terms).text;
      const { text } = this.gradientOf(key);
      if (sum !== text) equal.set(sum, `${equal.get(sum) ?? ''}${text} = `);
    }
    return [...equal].map(([sum, names]) => names + sum);
  }

  private receive(key: string, term: Printed): void {
    this.arrived.set(key, [...(this.arrived.get(key) ?? []), term]);
  }

  private gradientOf(key: string): Printed {
    return { text: `d${asAtom(this.nameOf(key))}`, binding: 'atom' };
  }
}

const ZERO: Printed = { text: '0', binding: 'atom' };
