/**
 * What an equation means, by another road: with a single unit every vector is a number, and an equation, but for a few
 * spellings, is JavaScript. Cells are run through time like that and compared with what the compiled cell does.
 */
import assert from 'node:assert/strict';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { builtinCells } from '../../src/engine/cell/builtin/builtinCells';
import { compileCell } from '../../src/engine/cell/compileCell';
import { GraphBuilder } from '../../src/engine/graph/graphBuilder';
import { forward } from '../../src/engine/model/network';
import { networkShape } from '../../src/engine/model/networkShape';
import { parameterSlots } from '../../src/engine/model/parameterSlots';
import { toSlots } from '../../src/engine/model/parameters';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { Random } from '../../src/engine/random';
import { FUNCTIONS } from '../engine/cell/functions';
import { oddCells } from '../gradients/oddCells';

const V = 4;
const tokens = [2, 0, 3, 3, 1, 2];

describe('equations with one unit are JavaScript', () => {
  for (const [name, source] of Object.entries({
    ...Object.fromEntries(builtinCells.map((cell) => [cell.name, cell.source])),
    ...oddCells,
  })) {
    it(name, async () => {
      const random = Random.fromSeed(7);
      const cell = compileCell(source);
      const shape = networkShape(parseExperiment({ hidden: 1 }), source, { vocabulary: V });
      const weights = new Map(
        parameterSlots(shape)
          .flatMap(({ members }) => members)
          .map((member) => {
            const length = member.shape.reduce<number>((product, each) => product * each, 1);
            return [member.name, { shape: member.shape, data: Float64Array.from({ length }, () => 2 * random.uniform() - 1) }];
          }),
      );
      const builder = new GraphBuilder();
      const { layers } = forward(builder, shape, { batch: 1, window: tokens.length });
      layers[0]?.unrolled.steps.forEach((step, t) => {
        for (const { key } of cell.activations) builder.output(`${t} ${key}`, step.get(key) as never);
      });
      const executable = await openReference().compile(builder.build());
      executable.write(toSlots(parameterSlots(shape), weights));
      const [found] = await executable.run([{ tokens: Float32Array.from(tokens) }]);

      const parameters = Object.fromEntries(
        [...weights].filter(([key]) => key.startsWith('layers.0.')).map(([key, { data }]) => [key.slice('layers.0.'.length), data]),
      );
      byJavaScript(source, parameters).forEach((expected, t) => {
        for (const { name: activation, key } of cell.activations) {
          const value = found?.[`${t} ${key}`]?.[0] as number;
          const right = expected[activation.replace("'", '_next')] as number;
          assert.ok(
            Math.abs(value - right) <= 1e-12 * Math.max(1, Math.abs(right)),
            `${activation} at ${t}: ${value}, by JavaScript ${right}`,
          );
        }
      });
    });
  }
});

/** The values of all names after each step. */
function byJavaScript(source: string, parameters: Readonly<Record<string, Float64Array>>): Record<string, number>[] {
  const lines = source.split('\n').map((line) => line.replace(/#.*/, '').trim());
  const states =
    lines
      .find((line) => line.startsWith('state'))
      ?.slice('state'.length)
      .split(',')
      .map((state) => state.trim()) ?? [];
  const equations = lines
    .filter((line) => line.includes('=') && !line.startsWith('init'))
    .map((line) => {
      const [target = '', expression = ''] = line
        .replaceAll("'", '_next')
        .split(/=(.*)/s)
        .map((part) => part.trim());
      return {
        target,
        expression: expression
          .replace(/\b(W\w*) x\b/g, '$1[x]')
          .replace(/\b(W\w*) (?=[\w(])/g, '$1[0] * ')
          .replace(/\b([bp](_\w+)?)\b/g, '$1[0]'),
      };
    });
  let now: Record<string, number> = Object.fromEntries(states.map((state) => [state, 0]));
  return tokens.map((x) => {
    const scope: Record<string, unknown> = { ...FUNCTIONS, ...parameters, ...now, x };
    for (const { target, expression } of equations)
      scope[target] = new Function(...Object.keys(scope), `return ${expression};`)(...Object.values(scope));
    now = Object.fromEntries(states.map((state) => [state, scope[`${state}_next`] as number]));
    return scope as Record<string, number>;
  });
}
