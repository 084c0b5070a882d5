/**
 * The backward equations of a cell for one time step, as the compiler derives them: each equation is differentiated by
 * `differentiate`, last to first, and what arrives at each name is added up.
 */
import { differentiate } from '../graph/differentiate';
import type { CellProgram, GemmStage, MatrixBlock, PointwiseStage } from './cellProgram';
import { type CutEquation, cutEquation } from './cutEquation';
import { printKeys } from './printKeys';
import { asAtom, type Printed, printProgram, printSum } from './printProgram';

/** What stands for each quantity where the equations are written: its name, or a mark in whose place a number goes. */
export interface BackwardNames {
  /** Of what the forward pass computed. */
  value(key: string): Printed;
  /** Of what arrives at a key, all of it. */
  gradient(key: string): Printed;
  /** What goes back through a matrix, from a product to what it multiplied: `W_hiᵀ d(W_hi h)`. */
  through(matrix: string, product: string): Printed;
  /** What a matrix receives of a product: `d(W_hi h) hᵀ`. */
  outer(product: string, vector: string): Printed;
}

export interface BackwardEquation {
  /** Keys whose gradients are all what follows; that of x is `sum:x`, those of matrices `sum:W_hi`. */
  readonly targets: readonly string[];
  readonly text: string;
}

export interface BackwardSection {
  /** What follows. */
  readonly words: string;
  readonly equations: readonly BackwardEquation[];
}

/** Lines to show; those that begin with # say what follows. */
export function printBackward(program: CellProgram): string[] {
  const names = gradientNames(program);
  return backwardSections(program, names).flatMap(({ words, equations }) => [
    `# ${words}`,
    ...equations.map(({ targets, text }) => [...targets.map((key) => names.gradient(key).text), text].join(' = ')),
  ]);
}

/** The equations in their order; `names` as they are to be written. */
export function backwardSections(program: CellProgram, names: BackwardNames = gradientNames(program)): readonly BackwardSection[] {
  return new BackwardPrinter(program, names).sections();
}

/** Names as in the equations: `h`, `dh'`, `d(W_hn (r * h))`, `dW_hn`. */
export function gradientNames(program: CellProgram): BackwardNames {
  const value = printKeys(program);
  const gradient = (key: string): Printed => ({ text: `d${asAtom(value(key))}`, binding: 'atom' });
  return {
    value,
    gradient,
    through: (matrix, product) => ({ text: `${matrix}ᵀ ${gradient(product).text}`, binding: 'product' }),
    outer: (product, vector) => ({ text: `${gradient(product).text} ${vector}ᵀ`, binding: 'product' }),
  };
}

interface Equation extends CutEquation {
  /** Of the activation or operand that it defines. */
  readonly key: string;
  /** The products and parameters that no earlier equation reads: after this one, in reverse, their gradient is complete. */
  readonly completes: readonly string[];
}

class BackwardPrinter {
  private readonly equations = new Map<PointwiseStage, readonly Equation[]>();
  /** The terms that arrived so far at each key, and at each matrix and x (`sum:W_xi`). */
  private readonly arrived = new Map<string, Printed[]>();
  private readonly body: BackwardEquation[] = [];
  private readonly nameOf: (key: string) => Printed;

  constructor(
    private readonly program: CellProgram,
    private readonly names: BackwardNames,
  ) {
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
      if (!this.arrived.has(key)) this.receive(key, names.gradient(key));
    }
  }

  sections(): BackwardSection[] {
    for (const stage of this.program.stages.toReversed()) {
      if (stage.kind === 'gemm') this.printProducts(stage);
      else
        this.equations
          .get(stage)
          ?.toReversed()
          .forEach((equation) => this.printEquation(equation));
    }
    const all = (key: string): BackwardEquation => ({ targets: [key], text: printSum(this.arrived.get(key) ?? [ZERO]).text });
    const { states, parameters, output } = this.program;
    const { gradient } = gradientNames(this.program);
    const matrices = parameters.filter(({ kind }) => kind.endsWith('matrix'));
    return [
      {
        words: `Arriving: ${states.map((state) => `d${state}'`).join(', ')} from step t + 1 and ${gradient(output).text} from the loss at step t`,
        equations: this.body,
      },
      { words: 'To step t − 1 and to the layer below:', equations: [...states.map((state) => all(`previous:${state}`)), all('sum:x')] },
      {
        words: 'To the matrices; the gradients of parameters are summed over time and batch:',
        equations: matrices.map(({ name }) => all(`sum:${name}`)),
      },
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
        input: (index: number) => this.names.value(inputs[index] as string),
        output: () => this.names.value(key),
        gradient: () => this.names.gradient(key),
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
    this.receive(to, this.names.through(matrix, product));
    this.receive(`sum:${matrix}`, this.names.outer(product, vector));
  }

  /** Writes down gradients that are complete, equal ones on one line. */
  private settle(keys: readonly string[]): BackwardEquation[] {
    const equal = new Map<string, string[]>();
    for (const key of keys) {
      const terms = this.arrived.get(key);
      if (terms === undefined) continue;
      const { text } = printSum(terms);
      if (text !== this.names.gradient(key).text) equal.set(text, [...(equal.get(text) ?? []), key]);
    }
    return [...equal].map(([text, targets]) => ({ targets, text }));
  }

  private receive(key: string, term: Printed): void {
    this.arrived.set(key, [...(this.arrived.get(key) ?? []), term]);
  }
}

const ZERO: Printed = { text: '0', binding: 'atom' };
