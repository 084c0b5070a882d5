/** Whatever is done to a checkpoint, opening it gives a model that works or a CheckpointError; never a crash, never a large allocation. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { openModel, score, translate } from '../../src/engine/abilities';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { CheckpointError } from '../../src/engine/checkpoint/checkpointError';
import { TASKS } from '../../src/engine/tasks/words';
import { runOf, textOf } from './run';

const text = textOf(60, 2, 3);
const options = { cell: 'gru', hidden: 3, layers: 2, batch: 2, window: 5, updates: 3, validation: 0 };
let bytes: Uint8Array;
let checkpoint: Checkpoint;

describe('a checkpoint in bad hands', () => {
  before(async () => {
    bytes = (await runOf(options, text)).last;
    checkpoint = readCheckpoint(bytes);
  });

  it('opens and scores, or is refused in words, whichever bytes are changed', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(changes, fc.boolean(), async (flips, inHeader) => {
        const damaged = bytes.slice();
        const reach = inHeader ? 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)) : bytes.length;
        for (const [at, value] of flips) damaged[at % reach] = value;
        await opensOrRefuses(damaged);
      }),
      { numRuns: 300 },
    );
  });

  it('opens and scores, or is refused in words, whatever number its experiment claims', async () => {
    const claims = fc.record(
      {
        hidden: fc.integer({ min: -1, max: 9000 }),
        layers: fc.integer({ min: 0, max: 17 }),
        embedding: fc.integer({ min: 0, max: 5000 }),
        window: fc.integer(),
        cell: fc.string(),
        task: fc.constantFrom(...TASKS),
        bidirectional: fc.constantFrom('no', 'concat', 'sum'),
        attention: fc.constantFrom('none', 'dot', 'additive'),
        decoderHidden: fc.integer({ min: 0, max: 9000 }),
        residual: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(claims, (claim) =>
        opensOrRefuses(writeCheckpoint({ ...checkpoint, experiment: { ...checkpoint.experiment, ...claim } })),
      ),
      { numRuns: 100 },
    );
  });

  it('opens and translates, or is refused in words, whichever bytes of an encoder and a decoder are changed', async () => {
    const rows = ['ab', 'ba', 'aab'].map((input) => ({ input, target: [...input].reverse().join('') }));
    const { last } = await runOf({ task: 'translate', hidden: 2, updates: 1, validation: 0 }, { kind: 'rows', rows });
    const header = Number(new DataView(last.buffer, last.byteOffset).getBigUint64(0, true));
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(255), async (at, value) => {
        const damaged = last.slice();
        damaged[8 + (at % header)] = value;
        await opensOrRefuses(damaged);
      }),
      { numRuns: 150 },
    );
  });

  const refusals: Record<string, [change: () => Partial<Checkpoint>, says: RegExp]> = {
    'a network of terabytes that is not there': [
      () => ({ experiment: { ...checkpoint.experiment, hidden: 8192, layers: 16 } }),
      /layers\.0\.\w+ \(3 × 3\) where this model needs .*8192/,
    ],
    'weights beyond all that is learned': [
      () => ({ tensors: new Map([...checkpoint.tensors].map(([name, { shape, data }]) => [name, { shape, data: data.map(() => 1e31) }])) }),
      /layers\.0\.W_xr has elements that are not finite numbers, or larger/,
    ],
    'a weight that is missing': [
      () => ({ tensors: new Map([...checkpoint.tensors].filter(([name]) => name !== 'layers.1.W_hn')) }),
      /no layers\.1\.W_hn \(3 × 3\)/,
    ],
    'a vocabulary that is too short': [() => ({ vocabulary: ['a', 'b'] }), /where this model needs/],
    'a cell with a mistake': [() => ({ cellSource: "cell gru\nstate h\nh' = tanh(" }), /damaged: its cell has a mistake\..*gru\.cell:3/],
    'no labels to begin from': [() => ({ experiment: { ...checkpoint.experiment, task: 'generate-from-label' } }), /has no unroll\.labels/],
    'another cell': [() => ({ cellSource: "cell gru\nstate h\nh' = tanh(W_q x)" }), /no layers\.0\.W_q/],
  };
  for (const [what, [change, says]] of Object.entries(refusals)) {
    it(`refuses ${what}, to look at and to go on from`, async () => {
      const changed = writeCheckpoint({ ...checkpoint, ...change() });
      await assert.rejects(openModel(changed, openReference()), (error) => error instanceof CheckpointError && says.test(error.message));
      const experiment = { ...options, ...(change().experiment ?? {}), updates: 6 };
      await assert.rejects(runOf(experiment, text, { resume: changed }), CheckpointError);
    });
  }

  it('refuses layers without number before it makes room for them', async () => {
    for (const [setting, value] of [
      ['layers', 2 ** 31 - 1],
      ['hidden', 2 ** 53 - 1],
      ['window', 2 ** 40],
    ] as const) {
      const claim = writeCheckpoint({ ...checkpoint, experiment: { ...checkpoint.experiment, [setting]: value } });
      await assert.rejects(openModel(claim, openReference()), (error) => {
        return error instanceof CheckpointError && error.message.includes(`stored setting ${setting} cannot be used`);
      });
    }
  });

  it('does not go on without its moments or its state, or on another text', async () => {
    const without = (part: string) =>
      writeCheckpoint({ ...checkpoint, tensors: new Map([...checkpoint.tensors].filter(([name]) => !name.startsWith(part))) });
    const again = { ...options, updates: 6 };
    await assert.rejects(runOf(again, text, { resume: without('optimizer/v/layers.0.W_hr') }), /no optimizer\/v\/layers\.0\.W_hr/);
    await assert.rejects(runOf(again, text, { resume: without('carry.1') }), /no carry\.1\.h \(2 × 3\)/);
    await assert.rejects(
      runOf(again, text.slice(0, 7), { resume: bytes }),
      /trained on 2 streams of its text, and the text now has 1.*Train anew/,
    );
  });
});

async function opensOrRefuses(damaged: Uint8Array): Promise<void> {
  try {
    const model = await openModel(damaged, openReference());
    const { task } = model.experiment;
    if (task === 'language-model') await score(model, 'abcabc', { stop: { aborted: false } });
    if (task === 'translate') await translate(model, ['ab'], { beam: 2, lengthPenalty: 1 }, { stop: { aborted: false } });
    model.dispose();
  } catch (error) {
    assert.ok(error instanceof CheckpointError, String(error));
    assert.ok(error.message.length < 4000);
  }
}
