/**
 * A second opinion on what cells mean: the equations are read with a parser of this test's own making and run one after
 * the other on plain vectors; the compiled stages are run on the side, key by key.
 */
import type { CellProgram } from '../../../src/engine/cell/cellProgram';
import { evaluateBinary, evaluateUnary } from '../../../src/engine/graph/pointwise';
import { FUNCTIONS } from './functions';

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

export interface Numbers {
  readonly x: Vector;
  readonly states: Readonly<Record<string, Vector>>;
  readonly parameters: Readonly<Record<string, Vector | Matrix>>;
}

const product = (matrix: Matrix, vector: Vector): number[] =>
  matrix.map((row) => row.reduce((sum, w, k) => sum + w * (vector[k] as number), 0));

/** One time step as the stages say; every activation by name. */
export function runStages(program: CellProgram, { x, states, parameters }: Numbers): Record<string, number[]> {
  const values = new Map<string, Vector>();
  for (const [name, value] of Object.entries(states)) values.set(`previous:${name}`, value);
  for (const name of program.vectors) values.set(`parameter:${name}`, parameters[name] as Vector);
  for (const { over, matrices } of program.blocks) {
    if (over === 'input') for (const name of matrices) values.set(`x:${name}`, product(parameters[name] as Matrix, x));
  }
  const read = (key: string): Vector => {
    const value = values.get(key);
    if (value === undefined) throw new Error(`${key} is read before it is there`);
    return value;
  };
  const write = (key: string, value: Vector): void => {
    if (values.has(key)) throw new Error(`${key} is written twice`);
    values.set(key, value);
  };
  const units = Object.values(states)[0]?.length as number;
  for (const stage of program.stages) {
    if (stage.kind === 'gemm') {
      const { matrices } = program.blocks[stage.block] as CellProgram['blocks'][number];
      const operand = read(stage.operand);
      stage.products.forEach((key, k) => write(key, product(parameters[matrices[k] as string] as Matrix, operand)));
      continue;
    }
    const inputs = stage.inputs.map(read);
    const outputs = stage.outputs.map((): number[] => []);
    for (let unit = 0; unit < units; unit++) {
      const registers: number[] = [];
      for (const instruction of stage.program.instructions) {
        if (instruction.op === 'input') registers.push((inputs[instruction.index] as Vector)[unit] as number);
        else if (instruction.op === 'constant') registers.push(instruction.value);
        else if ('b' in instruction)
          registers.push(evaluateBinary(instruction.op, registers[instruction.a] as number, registers[instruction.b] as number));
        else registers.push(evaluateUnary(instruction.op, registers[instruction.a] as number));
      }
      stage.program.outputs.forEach((register, k) => outputs[k]?.push(registers[register] as number));
    }
    stage.outputs.forEach((key, k) => write(key, outputs[k] as number[]));
  }
  return Object.fromEntries(program.activations.map(({ name, key }) => [name, [...read(key)]]));
}

/** One time step as a reader of the file would do it, line by line. @param put what is put in the place of a value by hand */
export function runEquations(
  source: string,
  { x, states, parameters }: Numbers,
  put: (name: string, value: number[]) => number[] = (_, value) => value,
): Record<string, number[]> {
  const computed: Record<string, number[]> = {};
  for (const line of source.split('\n').map((text) => text.replace(/#.*/, '').trim())) {
    const [, target, right] = /^([\p{L}_0-9']+)\s*=(.*)$/u.exec(line) ?? [];
    if (target === undefined || right === undefined) continue;
    const value = new Reader(
      right,
      (name) => {
        const value = computed[name] ?? states[name] ?? (parameters[name] as Vector | undefined) ?? (name === 'x' ? x : undefined);
        if (value === undefined) throw new Error(`${name}?`);
        return value;
      },
      parameters,
      Object.values(states)[0]?.length as number,
    ).sum();
    computed[target] = put(target, value);
  }
  return computed;
}

/** Shunts no yards: splits the text into words and evaluates while reading. */
class Reader {
  private readonly words: string[];

  constructor(
    text: string,
    private readonly lookUp: (name: string) => Vector,
    private readonly parameters: Numbers['parameters'],
    private readonly units: number,
  ) {
    this.words = text.match(/[\p{L}][\p{L}\p{M}0-9_]*'?|[0-9.]+(?:e-?[0-9]+)?|\S/gu) ?? [];
  }

  sum(): number[] {
    let left = this.term();
    while (this.words[0] === '+' || this.words[0] === '-') {
      const sign = this.words.shift() === '+' ? 1 : -1;
      const right = this.term();
      left = left.map((a, k) => a + sign * (right[k] as number));
    }
    return left;
  }

  private term(): number[] {
    let left = this.factor();
    while (this.words[0] === '*' || this.words[0] === '/') {
      const times = this.words.shift() === '*';
      const right = this.factor();
      left = left.map((a, k) => (times ? a * (right[k] as number) : a / (right[k] as number)));
    }
    return left;
  }

  private factor(): number[] {
    const word = this.words.shift() as string;
    if (word === '-') return this.factor().map((a) => -a);
    if (word === '(') {
      const inside = this.sum();
      this.words.shift();
      return inside;
    }
    if (/^[0-9.]/.test(word)) return Array.from({ length: this.units }, () => Number(word));
    if (word.startsWith('W')) return product(this.parameters[word] as Matrix, this.factor());
    const call = FUNCTIONS[word];
    if (!call) return [...this.lookUp(word)];
    const operands: number[][] = [];
    do {
      this.words.shift();
      operands.push(this.sum());
    } while (this.words[0] === ',');
    this.words.shift();
    return (operands[0] as number[]).map((_, k) => call(...operands.map((operand) => operand[k] as number)));
  }
}
