/** Each way in which a graph can be wrong is refused with the operation and the shapes in the message. */
import assert from 'node:assert/strict';
import type { Operation, Value, View } from '../../../src/engine/backend';
import type { PointwiseProgram } from '../../../src/engine/graph/pointwise';
import { validateGraph } from '../../../src/engine/graph/validateGraph';
import { all, GraphBuilder, part } from '../../contract/graphBuilder';

const COPY: PointwiseProgram = { inputs: 1, instructions: [{ op: 'input', index: 0 }], outputs: [0] };

describe('validateGraph', () => {
  type Write = (graph: GraphBuilder, x: View, out: Value) => Operation;
  const gemm = (a: View, b: View, out: Value, rest: { add?: View; transposeB?: boolean } = {}): Operation => ({
    op: 'gemm',
    a,
    b,
    transposeA: false,
    transposeB: false,
    ...rest,
    out,
  });

  /** x is (2, 3), out (2, 3). */
  const wrong: Readonly<Record<string, readonly [message: RegExp, write: Write]>> = {
    'factors that do not multiply': [/gemm.*\(2, 3\) · \(2, 3\) does not multiply/, (_, x, out) => gemm(x, x, out)],
    'a product of another shape': [/gemm.*\(2, 3\) where \(2, 2\) is needed/, (_, x, out) => gemm(x, x, out, { transposeB: true })],
    'an addend of another width': [
      /gemm.*add.*\(1, 3\) where \(1, 2\)/,
      (graph, x) => gemm(x, x, graph.value(2, 2), { transposeB: true, add: part(x.value, 0, 0, 1, 3) }),
    ],
    'indices that are not a column': [
      /gather.*indices.*\(2, 3\) where \(2, 1\)/,
      (_, x, out) => ({ op: 'gather', table: x, indices: x, out }),
    ],
    'too few indices': [
      /scatterAdd.*indices.*\(1, 1\) where \(2, 1\)/,
      (_, x, out) => ({ op: 'scatterAdd', rows: x, indices: part(x.value, 0, 0, 1, 1), out }),
    ],
    'a stack of nothing': [/stack.*nothing to stack/, (_graph, _x, out) => ({ op: 'stack', parts: [], out })],
    'a stack that is too high': [/stack.*\(2, 3\) where \(4, 3\)/, (_, x, out) => ({ op: 'stack', parts: [x, x], out })],
    'a stack of different widths': [
      /stack.*part.*\(2, 1\) where \(2, 3\)/,
      (_, x, out) => ({ op: 'stack', parts: [part(x.value, 0, 0, 2, 1)], out }),
    ],
    'a sum over rows of many rows': [/sumRows.*\(2, 3\) where \(1, 3\)/, (_, x, out) => ({ op: 'sumRows', a: x, out })],
    'a sum of squares that is no scalar': [/sumSquares.*\(2, 3\) where \(1, 1\)/, (_, x, out) => ({ op: 'sumSquares', a: x, out })],
    'logSumExp with columns': [/logSumExp.*\(2, 3\) where \(2, 1\)/, (_, x, out) => ({ op: 'logSumExp', logits: x, out })],
    'targets for other rows': [
      /crossEntropy.*targets.*\(1, 1\) where \(2, 1\)/,
      (graph, x) => ({
        op: 'crossEntropy',
        logits: x,
        logSumExp: part(x.value, 0, 0, 2, 1),
        targets: part(x.value, 0, 0, 1, 1),
        out: graph.value(2, 1),
      }),
    ],
    'weights that are neither one nor one a row': [
      /crossEntropyGradient.*weights.*\(1, 3\)/,
      (_, x, out) => ({
        op: 'crossEntropyGradient',
        logits: x,
        logSumExp: part(x.value, 0, 0, 2, 1),
        targets: part(x.value, 0, 0, 2, 1),
        weights: part(x.value, 0, 0, 1, 3),
        out,
      }),
    ],
    'an input that does not broadcast': [
      /pointwise.*\(2, 2\) does not broadcast to \(2, 3\)/,
      (_, x, out) => ({ op: 'pointwise', program: COPY, inputs: [part(x.value, 0, 0, 2, 2)], outputs: [all(out)] }),
    ],
    'outputs that leave a gap': [
      /pointwise.*do not cover/,
      (_, x, out) => ({ op: 'pointwise', program: COPY, inputs: [part(x.value, 0, 0, 2, 1)], outputs: [part(out, 0, 1, 2, 1)] }),
    ],
    'outputs on top of each other': [
      /pointwise.*two outputs write the same part/,
      (_, x, out) => ({ op: 'pointwise', program: { ...COPY, outputs: [0, 0] }, inputs: [x], outputs: [all(out), all(out)] }),
    ],
    'outputs of two shapes': [
      /pointwise.*outputs.*\(1, 1\) where \(2, 3\)/,
      (graph, x, out) => ({
        op: 'pointwise',
        program: { ...COPY, outputs: [0, 0] },
        inputs: [x],
        outputs: [all(out), all(graph.value(1, 1))],
      }),
    ],
    'no output': [/pointwise.*no output/, (_, x) => ({ op: 'pointwise', program: { ...COPY, outputs: [] }, inputs: [x], outputs: [] })],
    'a program of more inputs': [
      /1 inputs for a program of 2/,
      (_, x, out) => ({ op: 'pointwise', program: { ...COPY, inputs: 2 }, inputs: [x], outputs: [all(out)] }),
    ],
    'a program of more outputs': [
      /1 outputs for a program of 2/,
      (_, x, out) => ({ op: 'pointwise', program: { ...COPY, outputs: [0, 0] }, inputs: [x], outputs: [all(out)] }),
    ],
    'an instruction that reads what comes later': [
      /instruction 1 \(negate\) reads register 1/,
      (_, x, out) => ({
        op: 'pointwise',
        program: {
          inputs: 1,
          instructions: [
            { op: 'input', index: 0 },
            { op: 'negate', a: 1 },
          ],
          outputs: [1],
        },
        inputs: [x],
        outputs: [all(out)],
      }),
    ],
    'an instruction that reads an input that is not there': [
      /reads input 1 of 1/,
      (_, x, out) => ({
        op: 'pointwise',
        program: { inputs: 1, instructions: [{ op: 'input', index: 1 }], outputs: [0] },
        inputs: [x],
        outputs: [all(out)],
      }),
    ],
    'an output register that is not there': [
      /output register 5 does not exist/,
      (_, x, out) => ({ op: 'pointwise', program: { ...COPY, outputs: [5] }, inputs: [x], outputs: [all(out)] }),
    ],
    'a view outside its value': [
      /rows 1…3 and columns 0…3 are not inside “x” \(2, 3\)/,
      (graph, x) => ({ op: 'sumSquares', a: part(x.value, 1, 0, 2, 3), out: graph.value(1, 1) }),
    ],
    'an empty view': [/rows 0…0/, (graph, x) => ({ op: 'sumSquares', a: part(x.value, 0, 0, 0, 3), out: graph.value(1, 1) })],
    'reading before writing': [
      /“v1” \(2, 3\) is read before it has a value/,
      (graph, _, out) => ({ op: 'sumSquares', a: all(out), out: graph.value(1, 1) }),
    ],
    'writing twice': [/“x” \(2, 3\) is given a value twice/, (_, x) => ({ op: 'stack', parts: [x], out: x.value })],
    'a value of no size': [/has no elements/, (graph, x) => ({ op: 'sumSquares', a: x, out: graph.input('empty', 0, 3) })],
  };

  for (const [what, [message, write]] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      const graph = new GraphBuilder();
      const x = all(graph.input('x', 2, 3));
      graph.add(write(graph, x, graph.value(2, 3)));
      assert.throws(() => validateGraph(graph.build({})), { name: 'ShapeError', message });
    });
  }

  it('refuses a next value that does not fit its slot, and outputs that nothing computes', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 2, 3);
    graph.slot('memory', 1, 3);
    graph.next('memory', all(x));
    assert.throws(() => validateGraph(graph.build({})), {
      name: 'ShapeError',
      message: /next value of state memory: \(2, 3\) where \(1, 3\)/,
    });
    graph.next('memory', part(x, 0, 0, 1, 3));
    validateGraph(graph.build({}));
    assert.throws(() => validateGraph(graph.build({ y: all(graph.value(1, 1)) })), {
      name: 'ShapeError',
      message: /output y: .* is read before/,
    });
  });
});
