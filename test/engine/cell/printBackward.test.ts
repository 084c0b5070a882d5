import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtinCells } from '../../../src/engine/cell/builtin/builtinCells';
import type { CellProgram } from '../../../src/engine/cell/cellProgram';
import { compileCell } from '../../../src/engine/cell/compileCell';
import { printBackward } from '../../../src/engine/cell/printBackward';
import { runEquations } from './interpreter';
import { Mathematics } from './mathematics';
import { randomCell } from './randomCell';

const source = (name: string): string => builtinCells.find((cell) => cell.name === name)?.source as string;

describe('printBackward', () => {
  it("the LSTM's, as in the books", () => {
    assert.deepEqual(printBackward(compileCell(source('lstm'))), [
      "# Arriving: dh', dc' from step t + 1 and dh' from the loss at step t",
      "dc' = dc' + dh' * o * (1 - tanh(c')²)",
      "dg = dc' * i",
      'd(W_xc x) = d(W_hc h) = db_c = dg * (1 - g²)',
      "do = dh' * tanh(c')",
      'd(W_xo x) = d(W_ho h) = db_o = do * o * (1 - o)',
      "df = dc' * c",
      'd(W_xf x) = d(W_hf h) = db_f = df * f * (1 - f)',
      "di = dc' * g",
      'd(W_xi x) = d(W_hi h) = db_i = di * i * (1 - i)',
      '# To step t − 1 and to the layer below:',
      'dh = W_hiᵀ d(W_hi h) + W_hfᵀ d(W_hf h) + W_hoᵀ d(W_ho h) + W_hcᵀ d(W_hc h)',
      "dc = dc' * f",
      'dx = W_xcᵀ d(W_xc x) + W_xoᵀ d(W_xo x) + W_xfᵀ d(W_xf x) + W_xiᵀ d(W_xi x)',
      '# To the matrices; the gradients of parameters are summed over time and batch:',
      'dW_xi = d(W_xi x) xᵀ',
      'dW_hi = d(W_hi h) hᵀ',
      'dW_xf = d(W_xf x) xᵀ',
      'dW_hf = d(W_hf h) hᵀ',
      'dW_xo = d(W_xo x) xᵀ',
      'dW_ho = d(W_ho h) hᵀ',
      'dW_xc = d(W_xc x) xᵀ',
      'dW_hc = d(W_hc h) hᵀ',
    ]);
  });

  it("the lecture's GRU: through the reset gate", () => {
    assert.deepEqual(printBackward(compileCell(source('gru'))).slice(1, 8), [
      "dn = dh' * (1 - z)",
      'd(W_xn x) = d(W_hn (r * h)) = db_n = dn * (1 - n²)',
      'd(r * h) = W_hnᵀ d(W_hn (r * h))',
      "dz = dh' * h - dh' * n",
      'd(W_xz x) = d(W_hz h) = db_z = dz * z * (1 - z)',
      'dr = d(r * h) * h',
      'd(W_xr x) = d(W_hr h) = db_r = dr * r * (1 - r)',
    ]);
  });

  it('adds up before it passes on: a bias, a product and an activation that several equations use', () => {
    const lines = printBackward(compileCell("cell c\nstate h\na = tanh(W_x x + W_h h + b)\ne = a * b + W_h h\nh' = a + e"));
    assert.deepEqual(lines.slice(1, 7), [
      "de = dh'",
      "da = dh' + de * b",
      'd(W_x x) = da * (1 - a²)',
      'd(W_h h) = de + da * (1 - a²)',
      'db = de * a + da * (1 - a²)',
      '# To step t − 1 and to the layer below:',
    ]);
  });

  it('printed lines, evaluated as they stand, are the slopes of every built-in cell', () => {
    for (const { name, source: text } of builtinCells) {
      fc.assert(
        fc.property(fc.infiniteStream(unit), (numbers) => fc.pre(compareSlopes(text, numbers, name))),
        { numRuns: 5 },
      );
    }
  });

  it('… and of random cells', () => {
    let compared = 0;
    fc.assert(
      fc.property(randomCell, fc.infiniteStream(unit), (cell, numbers) => {
        fc.pre(compareSlopes(cell.source, numbers, cell.source));
        compared++;
      }),
      { numRuns: 100, seed: 5 },
    );
    assert.equal(compared, 100);
  });
});

const unit = fc.integer({ min: -999, max: 999 }).map((k) => k / 1000);

/**
 * With one unit and one input everything is a number. Evaluates the printed lines and compares what they assign with
 * central differences of the equations. False where the equations are too steep or not smooth there.
 */
function compareSlopes(text: string, stream: Iterator<number>, what: string): boolean {
  const draw = (): number => stream.next().value as number;
  const program = compileCell(text);
  const at: Record<string, number> = { x: draw() };
  for (const name of [...program.states, ...program.parameters.map(({ name }) => name)]) at[name] = draw();
  const arriving = Object.fromEntries(
    [...program.states.map((state) => `${state}'`), program.output.replace('activation:', '')].map((name) => [name, draw()]),
  );
  const forward = (values: Readonly<Record<string, number>>) => evaluate(text, program, values);
  const loss = (values: Readonly<Record<string, number>>): number =>
    Object.entries(arriving).reduce((sum, [name, weight]) => sum + weight * (forward(values)[name] as number), 0);

  const printed = runPrinted(
    printBackward(program),
    { ...at, ...forward(at) },
    Object.fromEntries(Object.entries(arriving).map(([name, weight]) => [`d${name}`, weight])),
  );
  // 0 · ∞, where a logarithm of 0 went through a tanh, has a slope that no chain rule finds.
  if (!Object.values(printed).every(Number.isFinite)) return false;
  const slopes = Object.keys(at).map((name) => {
    const slope = (step: number) =>
      (loss({ ...at, [name]: (at[name] as number) + step }) - loss({ ...at, [name]: (at[name] as number) - step })) / (2 * step);
    return { name, coarse: slope(2e-5), fine: slope(1e-5) };
  });
  if (!slopes.every(({ coarse, fine }) => Math.abs(fine) < 1e3 && Math.abs(coarse - fine) < 1e-6 * (1 + Math.abs(fine)))) return false;
  for (const { name, fine } of slopes) {
    const actual = printed[`d${name}`] ?? 0;
    assert.ok(Math.abs(actual - fine) <= 1e-4 * (1 + Math.abs(fine)), `${what}: d${name} is ${actual}, not ${fine}`);
  }
  return true;
}

function evaluate(text: string, program: CellProgram, values: Readonly<Record<string, number>>): Record<string, number> {
  const parameters = Object.fromEntries(
    program.parameters.map(({ name, kind }) => {
      const value = values[name] as number;
      return [name, kind.endsWith('matrix') ? [[value]] : [value]];
    }),
  );
  const states = Object.fromEntries(program.states.map((name) => [name, [values[name] as number]]));
  const results = runEquations(text, { x: [values.x as number], states, parameters });
  return Object.fromEntries(Object.entries(results).map(([name, [value]]) => [name, value as number]));
}

/** Evaluates the printed mathematics line by line. */
function runPrinted(
  lines: readonly string[],
  values: Readonly<Record<string, number>>,
  gradients: Readonly<Record<string, number>>,
): Record<string, number> {
  const scope: Record<string, number> = { ...values, ...gradients };
  for (const line of lines.filter((text) => !text.startsWith('#'))) {
    const names = line.split(' = ');
    const result = new Mathematics(names.pop() as string, scope).value();
    for (const name of names) scope[name] = result;
  }
  return scope;
}
