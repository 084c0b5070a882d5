/** What an experiment says decides which parameters there are. */
import assert from 'node:assert/strict';
import { builtinCells } from '../../../src/engine/cell/builtin/builtinCells';
import { joinCellSources, splitCellSources } from '../../../src/engine/cell/cellSources';
import { ExperimentError, type ExperimentOptions } from '../../../src/engine/experimentSchema';
import { networkShape } from '../../../src/engine/model/networkShape';
import { parameterSlots } from '../../../src/engine/model/parameterSlots';
import { parseExperiment } from '../../../src/engine/parseExperiment';

const source = (...names: string[]) =>
  joinCellSources(names.map((name) => builtinCells.find((cell) => cell.name === name)?.source as string));
const sizes = { vocabulary: 7, targets: 6, labels: 2 };

describe('the shape of a network', () => {
  const namesOf = (options: ExperimentOptions, cell = 'rnn') => {
    const experiment = parseExperiment({ hidden: 3, bidirectional: 'no', attention: 'none', cell, ...options });
    return Object.fromEntries(
      parameterSlots(networkShape(experiment, source(...cell.split(', ')), sizes))
        .flatMap(({ members }) => members)
        .map(({ name, shape }) => [name, shape.join(' × ')]),
    );
  };
  const rnn = (before: string, after: string, input: number, hidden = 3) => ({
    [`${before}W_xh${after}`]: `${hidden} × ${input}`,
    [`${before}W_hh${after}`]: `${hidden} × ${hidden}`,
    [`${before}b_h${after}`]: `${hidden}`,
  });

  it('is one stack and a head', () => {
    assert.deepEqual(namesOf({ task: 'tag', layers: 2, embedding: 4 }), {
      'embedding.weight': '7 × 4',
      ...rnn('layers.0.', '', 4),
      ...rnn('layers.1.', '', 3),
      'head.weight': '6 × 3',
      'head.bias': '6',
    });
  });

  it('has parameters for each direction, and the layer above reads both', () => {
    assert.deepEqual(namesOf({ task: 'classify', layers: 2, bidirectional: 'concat' }), {
      ...rnn('layers.0.', '', 7),
      ...rnn('layers.0.', '_reverse', 7),
      ...rnn('layers.1.', '', 6),
      ...rnn('layers.1.', '_reverse', 6),
      'head.weight': '6 × 6',
      'head.bias': '6',
    });
  });

  it('does not mix the two stacks of infill, and has a head for each and one for both', () => {
    assert.deepEqual(namesOf({ task: 'infill', bidirectional: 'concat', layers: 2, embedding: 4 }), {
      'embedding.weight': '7 × 4',
      ...rnn('layers.0.', '', 4),
      ...rnn('layers.1.', '', 3),
      ...rnn('layers.0.', '_reverse', 4),
      ...rnn('layers.1.', '_reverse', 3),
      'head.weight': '6 × 6',
      'head.bias': '6',
      'forwards_head.weight': '6 × 3',
      'forwards_head.bias': '6',
      'backwards_head.weight': '6 × 3',
      'backwards_head.bias': '6',
    });
  });

  it('begins from labels', () => {
    const names = namesOf({ task: 'generate-from-label' }, 'lstm');
    assert.equal(names['label.0.h'], '2 × 3');
    assert.equal(names['label.0.c'], '2 × 3');
  });

  it('needs no bridge where the encoder ends as the decoder begins', () => {
    assert.deepEqual(namesOf({ task: 'translate' }), {
      ...rnn('encoder.layers.0.', '', 7),
      ...rnn('decoder.layers.0.', '', 6),
      'head.weight': '6 × 3',
      'head.bias': '6',
    });
  });

  it('has a bridge, and attention to both directions', () => {
    assert.deepEqual(namesOf({ task: 'translate', bidirectional: 'concat', decoderHidden: 5, attention: 'additive' }), {
      ...rnn('encoder.layers.0.', '', 7),
      ...rnn('encoder.layers.0.', '_reverse', 7),
      ...rnn('decoder.layers.0.', '', 6, 5),
      'bridge.0.h.weight': '5 × 6',
      'bridge.0.h.bias': '5',
      'attention.W_q': '5 × 5',
      'attention.W_k': '5 × 6',
      'attention.v': '1 × 5',
      'attention.W_c': '5 × 11',
      'head.weight': '6 × 5',
      'head.bias': '6',
    });
  });

  it('takes a cell for each layer', () => {
    const names = Object.keys(namesOf({ task: 'tag', layers: 2 }, 'gru, lstm'));
    assert.ok(names.includes('layers.0.W_xn') && names.includes('layers.1.W_xi') && !names.includes('layers.1.W_xn'));
  });

  it('refuses other numbers of cells than of layers', () => {
    assert.throws(
      () => namesOf({ layers: 3 }, 'gru, lstm'),
      (error) => error instanceof ExperimentError && /2 cells \(gru, lstm\) and 3 layers/.test(error.message),
    );
  });

  it('splits what it joined', () => {
    const sources = ['cell a\nstate h', "cell b\r\nstate h\r\nh' = h - 1 # ---\r\n"];
    assert.deepEqual(
      splitCellSources(joinCellSources(sources)).map((text) => text.trim()),
      sources.map((text) => text.trim()),
    );
  });
});
