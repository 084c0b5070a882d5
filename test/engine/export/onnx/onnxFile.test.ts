/** What stands in an .onnx file beside its operators: read back by another's reading of Protocol Buffers. */
import assert from 'node:assert/strict';
import { sourceOf } from '../../../../src/engine/cell/cellSources';
import type { Checkpoint } from '../../../../src/engine/checkpoint/checkpoint';
import { exportOnnx } from '../../../../src/engine/export/onnx/exportOnnx';
import { requireRoom } from '../../../../src/engine/export/onnx/onnxSource';
import { networkShape } from '../../../../src/engine/model/networkShape';
import { parameterSlots } from '../../../../src/engine/model/parameterSlots';
import { parseExperiment } from '../../../../src/engine/parseExperiment';
import { TASKS, taskWords } from '../../../../src/engine/tasks/words';
import { untrained } from './engineAndRuntime';
import { metadataOf, readOnnx } from './readOnnx';

describe('an .onnx file', () => {
  it('says by itself what turns a text into numbers and back', () => {
    const checkpoint: Checkpoint = {
      ...untrained({ task: 'generate-from-label', cell: 'gru', files: ['/home/me/secret.txt'], init: '/home/me/secret' }),
      update: 1234,
    };
    const model = readOnnx(exportOnnx(checkpoint, '1.2.3').get('model'));
    assert.deepEqual(
      [model.irVersion, model.opsetImport, model.producerName, model.producerVersion],
      [8, [{ domain: '', version: 17 }], 'Unroll', '1.2.3'],
    );
    const { 'unroll.experiment': experiment, ...facts } = metadataOf(model);
    assert.deepEqual(facts, {
      'unroll.version': '1.2.3',
      'unroll.task': 'generate-from-label',
      'unroll.units': 'characters',
      'unroll.vocabulary': [...'abcdefg'],
      'unroll.targets': [...'abcdefg'],
      'unroll.labels': ['one', 'two', 'three'],
      'unroll.boundary': { read: 7, told: 7 },
      'unroll.cell': sourceOf(checkpoint.experiment),
      'unroll.position': { update: 1234, epoch: 0 },
    });
    assert.equal(experiment.hidden, 5);
    assert.ok(!JSON.stringify(model).includes('secret'), 'where the files lay is nobody’s business');
    assert.match(model.docString, /1,234 updates/);
    assert.deepEqual(
      model.graph.input.map(({ name, type }) => [name, type.tensorType.shape.dim]),
      [
        ['ids', [{ dimParam: 'T' }, { dimParam: 'B' }]],
        ['label', [{ dimParam: 'B' }]],
        ['h0_layer0', [{ dimParam: 'B' }, { dimValue: 5 }]],
      ],
    );
    assert.ok(model.graph.input.every(({ docString }) => docString.length > 20));
  });

  it('is one for each network of a task', () => {
    for (const task of TASKS) {
      const networks = exportOnnx(untrained({ task, bidirectional: task === 'language-model' ? 'no' : undefined }), '0.0.0');
      assert.deepEqual([...networks.keys()], taskWords({ task }).networks ?? ['model']);
    }
  });

  it('has each weight once, and nothing that no output needs', () => {
    const unread = "cell unread\nstate h\na = 2\nh' = tanh(W_x x + a * a * (W_h h) + b)";
    const { graph } = readOnnx(exportOnnx(untrained({ cell: 'unread', cellSource: unread }), '0.0.0').get('model'));
    const names = graph.initializer.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.includes('number 4') && !names.includes('number 2'), names.join());
    const lstm = readOnnx(exportOnnx(untrained({ cell: 'lstm', layers: 2 }), '0.0.0').get('model'));
    const [R] = lstm.graph.initializer.filter(({ name }) => name === 'layers.1.R');
    assert.deepEqual([R?.dims, R?.rawData.length], [[1, 20, 5], 400]);
    assert.deepEqual(lstm.graph.node.filter(({ opType }) => opType === 'LSTM').length, 2);
  });

  it('is not made of weights that do not fit into one', () => {
    const experiment = parseExperiment({ cell: 'lstm', hidden: 8000, layers: 2 });
    const slots = parameterSlots(networkShape(experiment, sourceOf(experiment), { vocabulary: 100 }));
    assert.throws(() => requireRoom(slots), { name: 'ExportError', message: /take 3\.\d GB, and an ONNX file holds 2 GB at most/ });
    requireRoom(parameterSlots(networkShape({ ...experiment, hidden: 5000 }, sourceOf(experiment), { vocabulary: 100 })));
  });
});
