/** The functions that an equation may call, and what each one is in scalar instructions. */
import { type PointwiseBuilder, UNARY } from '../graph/pointwise';

export interface CellFunction {
  readonly name: string;
  readonly arity: number;
  emit(build: PointwiseBuilder, operands: readonly number[]): number;
}

const elementary = UNARY.filter((op) => op !== 'negate').map(
  (op): CellFunction => ({
    name: op,
    arity: 1,
    emit: (build, [a]) => build.unary(op, a as number),
  }),
);

const ofTwo = (['max', 'min'] as const).map(
  (op): CellFunction => ({
    name: op,
    arity: 2,
    emit: (build, [a, b]) => build.binary(op, a as number, b as number),
  }),
);

/** x σ(x) */
const silu: CellFunction = {
  name: 'silu',
  arity: 1,
  emit: (build, [a]) => build.multiply(a as number, build.unary('sigmoid', a as number)),
};

/** x Φ(x), with the usual approximation ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). */
const gelu: CellFunction = {
  name: 'gelu',
  arity: 1,
  emit: (build, [a]) => {
    const x = a as number;
    const cube = build.multiply(build.multiply(x, x), x);
    const inner = build.add(x, build.multiply(build.constant(0.044715), cube));
    const tanh = build.unary('tanh', build.multiply(build.constant(Math.sqrt(2 / Math.PI)), inner));
    return build.multiply(build.multiply(build.constant(0.5), x), build.add(build.constant(1), tanh));
  },
};

export const CELL_FUNCTIONS: readonly CellFunction[] = [...elementary, ...ofTwo, silu, gelu];

const ALIASES: Readonly<Record<string, string>> = { σ: 'sigmoid', ln: 'log' };
const byName = new Map(CELL_FUNCTIONS.map((callee) => [callee.name, callee]));
for (const [alias, name] of Object.entries(ALIASES)) byName.set(alias, byName.get(name) as CellFunction);

export function cellFunction(name: string): CellFunction | undefined {
  return byName.get(name);
}
