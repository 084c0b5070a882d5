/**
 * Orders a cell's work within a time step. A value's level is how many recurrent products must be made one after the
 * other before it can be computed: at each level the products come first, as few GEMMs as there are operands and
 * blocks, then one pointwise program for all that they make possible.
 */
import { PointwiseBuilder } from '../graph/pointwise';
import type { CellProgram, GemmStage, MatrixBlock, PointwiseStage } from './cellProgram';
import { keyOf } from './checkEquations';
import type { Scope } from './scope';
import { type CellSyntax, childrenOf, type Expression } from './syntaxTree';

/** Something that a pointwise stage hands out: an activation, or the operand of a matrix. */
interface Task {
  readonly key: string;
  readonly expression: Expression;
  readonly equation: number;
  readonly level: number;
}

/** @param apart each equation in a stage of its own, which shares nothing with others but what it names */
export function stage(cell: CellSyntax, scope: Scope, apart = false): Pick<CellProgram, 'blocks' | 'stages'> {
  return new Staging(cell, scope, apart).stages();
}

class Staging {
  private readonly tasks: Task[] = [];
  private readonly levels = new Map<string, number>();
  /** What is computed already, by its canonical form, so that it is computed once. */
  private readonly known = new Map<string, string>();
  private readonly inputMatrices = new Set<string>();
  /** The operands of each recurrent matrix. */
  private readonly operands = new Map<string, Set<string>>();

  constructor(
    private readonly cell: CellSyntax,
    private readonly scope: Scope,
    private readonly apart: boolean,
  ) {
    cell.equations.forEach(({ target, expression: whole }, equation) => {
      const expression = whole as Expression;
      this.addTask(`activation:${scope.activationName(target)}`, expression, equation);
    });
  }

  stages(): Pick<CellProgram, 'blocks' | 'stages'> {
    const blocks = this.blocks();
    const gemms = blocks.flatMap(({ matrices, over }, block): GemmStage[] => {
      if (over === 'input') return [];
      const operands = this.operands.get(matrices[0] as string) as Set<string>;
      return [...operands].map((operand) => ({
        kind: 'gemm',
        operand,
        block,
        products: matrices.map((matrix) => productKey(matrix, operand)),
      }));
    });
    const depth = Math.max(...this.levels.values()) + 1;
    const stages = Array.from({ length: depth }, (_, level) => {
      const tasks = this.tasks.filter((task) => task.level === level);
      const pointwise = this.apart ? tasks.map((task) => this.pointwise([task])) : [this.pointwise(tasks)];
      return [...gemms.filter(({ operand }) => this.levelAfter(operand) === level), ...pointwise];
    });
    return { blocks, stages: stages.flat() };
  }

  private addTask(key: string, expression: Expression, equation: number): void {
    const level = this.levelOf(expression, equation);
    this.levels.set(key, level);
    this.tasks.push({ key, expression, equation, level });
    const form = this.formOf(expression, equation);
    if (!this.apart && !this.known.has(form)) this.known.set(form, key);
  }

  /** Notes the products on its way, and the operands that they need. */
  private levelOf(expression: Expression, equation: number): number {
    if (expression.kind === 'name') return this.levels.get(keyOf(expression.of, this.scope, equation)) ?? 0;
    if (expression.kind !== 'product') return Math.max(0, ...childrenOf(expression).map((child) => this.levelOf(child, equation)));
    const { name } = expression.matrix;
    const operand = this.operandOf(expression.operand, equation);
    if (operand === 'x') {
      this.inputMatrices.add(name);
      return 0;
    }
    const operands = this.operands.get(name) ?? new Set();
    this.operands.set(name, operands.add(operand));
    return this.levelAfter(operand);
  }

  /** The level at which the products of an operand are there. A state at t − 1 is there from the start. */
  private levelAfter(operand: string): number {
    const level = this.levels.get(operand);
    return level === undefined ? 0 : level + 1;
  }

  private operandOf(expression: Expression, equation: number): string {
    if (expression.kind === 'name') return keyOf(expression.of, this.scope, equation);
    const form = this.formOf(expression, equation);
    const known = this.known.get(form);
    if (known !== undefined) return known;
    const inner = this.levelOf(expression, equation); // may itself add operands
    const count = this.tasks.filter(({ key }) => key.startsWith('operand:')).length;
    const key = `operand:${count + 1}`;
    this.levels.set(key, inner);
    this.tasks.push({ key, expression, equation, level: inner });
    this.known.set(form, key);
    return key;
  }

  /** The same text for expressions that are the same but for the order of sums and products. */
  private formOf(expression: Expression, equation: number): string {
    if (expression.kind === 'name') return keyOf(expression.of, this.scope, equation);
    if (expression.kind === 'number') return String(expression.value);
    const parts = childrenOf(expression).map((child) => this.formOf(child, equation));
    if (expression.kind === 'operation' && (expression.operator === '+' || expression.operator === '*')) parts.sort();
    const head =
      expression.kind === 'product'
        ? expression.matrix.name
        : expression.kind === 'call'
          ? expression.callee.name
          : expression.kind === 'operation'
            ? expression.operator
            : 'negate';
    return `${head}(${parts.join(', ')})`;
  }

  /** Matrices over x are one block; so are those that multiply the same operands. */
  private blocks(): MatrixBlock[] {
    const together = new Map<string, string[]>();
    for (const [matrix, operands] of this.operands) {
      const id = [...operands].sort().join(' ');
      together.set(id, [...(together.get(id) ?? []), matrix]);
    }
    const recurrent = [...together.values()].map((matrices): MatrixBlock => ({ over: 'hidden', matrices }));
    return this.inputMatrices.size === 0 ? recurrent : [{ over: 'input', matrices: [...this.inputMatrices] }, ...recurrent];
  }

  private pointwise(tasks: readonly Task[]): PointwiseStage {
    const made = new Set(tasks.map(({ key }) => key));
    const inputs = [...new Set(tasks.flatMap(({ expression, equation }) => this.readBy(expression, equation)))].filter(
      (key) => !made.has(key),
    );
    // Of constants alone the shape would not be known: a state that is not read has it.
    if (inputs.length === 0) inputs.push(`previous:${this.cell.states[0]?.name}`);
    const build = new PointwiseBuilder(inputs.length);
    const registers = new Map(inputs.map((key, index) => [key, index]));
    for (const { key, expression, equation } of tasks) registers.set(key, this.emit(build, expression, equation, registers));
    const outputs = tasks.map(({ key }) => key);
    return { kind: 'pointwise', program: build.build(outputs.map((key) => registers.get(key) as number)), inputs, outputs };
  }

  /** The keys that an expression reads: products stand for themselves, what they multiply was computed at a level before. */
  private readBy(expression: Expression, equation: number): string[] {
    const key = this.leafKey(expression, equation);
    return key === undefined ? childrenOf(expression).flatMap((child) => this.readBy(child, equation)) : [key];
  }

  private leafKey(expression: Expression, equation: number): string | undefined {
    if (expression.kind === 'name') return keyOf(expression.of, this.scope, equation);
    if (expression.kind !== 'product') return undefined;
    const operand = this.operandOf(expression.operand, equation);
    return operand === 'x' ? `x:${expression.matrix.name}` : productKey(expression.matrix.name, operand);
  }

  private emit(build: PointwiseBuilder, expression: Expression, equation: number, registers: ReadonlyMap<string, number>): number {
    const key = this.leafKey(expression, equation);
    if (key !== undefined) return registers.get(key) as number;
    const parts = childrenOf(expression).map((child) => this.emit(build, child, equation, registers)) as [number, number];
    switch (expression.kind) {
      case 'number':
        return build.constant(expression.value);
      case 'negate':
        return build.unary('negate', parts[0]);
      case 'call':
        return expression.callee.emit(build, parts);
      case 'operation':
        return build.binary(OPERATORS[expression.operator], ...parts);
      case 'name':
      case 'product':
        throw new Error('a leaf has no parts');
    }
  }
}

const OPERATORS = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' } as const;

/** previous:h → product:W_hi·h; activation:n → product:W·n; operand:1 → product:W·operand:1 */
function productKey(matrix: string, operand: string): string {
  return `product:${matrix}·${operand.replace(/^(previous|activation):/u, '')}`;
}
