/** Weights as people have them from PyTorch: whatever their modules are called, in whatever order their vocabulary is. */
import assert from 'node:assert/strict';
import { readGivenWeights } from '../../../src/engine/carry/givenWeights';
import { readVocabularyFile } from '../../../src/engine/carry/vocabularyFile';
import { CheckpointError } from '../../../src/engine/checkpoint/checkpointError';
import { decodeSafetensors, encodeSafetensors } from '../../../src/engine/checkpoint/safetensors';
import type { Tensor } from '../../../src/engine/checkpoint/tensor';
import { goldenText, readGolden } from '../../golden/goldenNumbers';
import { runOf } from '../../properties/run';

const GOLDEN = readGolden('lstm-embedding').weights;
const SETTINGS = { cell: 'lstm', hidden: 7, layers: 2, embedding: 4, updates: 1, validation: 0, batch: 2, window: 16 } as const;
const SYMBOLS = [...new Set(goldenText)].sort((a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number));

describe('weights of PyTorch', function () {
  this.timeout(60_000);
  const { tensors } = decodeSafetensors(GOLDEN);
  const started = async (weights: ReadonlyMap<string, Tensor>, vocabulary?: string) => {
    const init = readGivenWeights(
      encodeSafetensors(weights, {}),
      'weights.safetensors',
      vocabulary === undefined ? undefined : readVocabularyFile(vocabulary),
    );
    const { losses, events } = await runOf(SETTINGS, goldenText, { init });
    return { loss: losses[0] as number, notes: events.flatMap((event) => (event.kind === 'started' ? event.notes : [])).join('\n') };
  };
  const called = (rename: (name: string) => string) => new Map([...tensors].map(([name, tensor]) => [rename(name), tensor]));

  it('are taken by the order of code points where they do not say what their rows are, and that is said', async () => {
    const { notes } = await started(tensors);
    const [first, last] = [SYMBOLS[0] === '\n' ? 'U\\+000A LINE FEED' : 'U\\+0020 SPACE', SYMBOLS.at(-1)];
    assert.match(
      notes,
      new RegExp(
        `in order of code points: of its ${SYMBOLS.length} characters the first is ${first} and the last ${last}\\..*--init-vocabulary`,
      ),
    );
  });

  const names: Readonly<Record<string, (name: string) => string>> = {
    'wrapped by DataParallel and torch.compile': (name) => `module._orig_mod.model.${name}`,
    'with modules of other names': (name) =>
      name
        .replace(/^rnn/, 'net.lstm')
        .replace(/^head/, 'fc')
        .replace(/^embedding/, 'emb'),
    'as in the examples of PyTorch, with an encoder and a decoder': (name) =>
      name.replace(/^head/, 'decoder').replace(/^embedding/, 'encoder'),
    'with recurrent weights of no module': (name) => name.replace(/^rnn\./, ''),
    'with a head called out': (name) => name.replace(/^head/, 'out'),
  };
  for (const [what, rename] of Object.entries(names))
    it(`are the same ${what}`, async () => {
      const [plain, other] = [await started(tensors), await started(called(rename))];
      assert.equal(other.loss, plain.loss);
    });

  it('go by the vocabulary that is given with them, in each form that people have', async () => {
    const order = SYMBOLS.map((_, index) => (index * 5 + 3) % SYMBOLS.length); // row → symbol
    assert.equal(new Set(order).size, SYMBOLS.length);
    const mixed = new Map(
      [...tensors].map(([name, tensor]) => [name, /^(head|embedding)/.test(name) ? inOrder(tensor, order) : tensor] as const),
    );
    const symbols = order.map((index) => SYMBOLS[index] as string);
    const plain = await started(tensors);
    assert.ok(Math.abs((await started(mixed)).loss - plain.loss) > 1e-4, 'in another order they are another model');
    const tables = [
      symbols,
      Object.fromEntries(symbols.map((symbol, row) => [symbol, row])),
      Object.fromEntries(symbols.map((symbol, row) => [row, symbol])),
      { vocabulary: symbols },
    ];
    for (const table of tables) {
      const { loss, notes } = await started(mixed, JSON.stringify(table));
      assert.equal(loss, plain.loss);
      assert.match(notes, new RegExp(`all of its ${SYMBOLS.length} characters matched\\.`));
      assert.doesNotMatch(notes, /order of code points/);
    }
    const padded = new Map([...mixed].map(([name, tensor]) => [name, /^(head|embedding)/.test(name) ? oneMore(tensor) : tensor] as const));
    const { notes } = await started(padded, JSON.stringify([...symbols, '<pad>']));
    assert.match(notes, /and 1 dropped \(<pad>\)\./);
  });

  it('without biases have zeros for them, which is said', async () => {
    const zeros = new Map(
      [...tensors].map(([name, tensor]) => [name, /bias/.test(name) ? { ...tensor, data: tensor.data.map(() => 0) } : tensor]),
    );
    const none = new Map([...tensors].filter(([name]) => !/bias/.test(name)));
    const [one, other] = [await started(zeros), await started(none)];
    assert.equal(other.loss, one.loss);
    assert.match(other.notes, /no rnn\.bias_ih_l0, .*head\.bias \(bias=False\): these biases begin as zeros/);
  });

  const refused: Readonly<Record<string, [weights: ReadonlyMap<string, Tensor>, vocabulary: unknown, says: RegExp]>> = {
    'rows of another count, without a vocabulary': [
      new Map([...tensors].map(([name, tensor]) => [name, /^(head|embedding)/.test(name) ? oneMore(tensor) : tensor])),
      undefined,
      /have rows for \d+ symbols that are read, and here are \d+\..*--init-vocabulary/,
    ],
    'a vocabulary of another size': [tensors, ['a', 'b'], /their vocabulary names 2: they do not belong together/],
    'a vocabulary with a symbol twice': [tensors, ['a', 'a'], /“a” twice/],
    'a vocabulary with a gap': [tensors, { a: 0, b: 2 }, /none is of row 1\. Give them the rows from 0 to 1/],
    'a vocabulary that is none': [tensors, 'abc', /in no form that is known/],
    'two heads': [
      new Map([...tensors, ['fc.weight', tensors.get('head.weight') as Tensor]]),
      undefined,
      /fc\.weight, which this model has no place for/,
    ],
  };
  for (const [what, [weights, vocabulary, says]] of Object.entries(refused))
    it(`are refused with ${what}`, () =>
      assert.rejects(
        async () => await started(weights, vocabulary === undefined ? undefined : JSON.stringify(vocabulary)),
        (error) => error instanceof CheckpointError && says.test(error.message),
      ));

  const others: Readonly<Record<string, [bytes: Uint8Array, what: RegExp]>> = {
    'model.pt': [
      Buffer.from('PK\x03\x04\x00\x00\x08\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0archive/data.pkl', 'latin1'),
      /torch\.load\("model\.pt"/,
    ],
    'old.pth': [Buffer.from('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.', 'latin1'), /torch\.load\("old\.pth"/],
    'all.npz': [
      Buffer.from('PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0a\0\0\0fc.w.npy', 'latin1'),
      /numpy\.load\("all\.npz"/,
    ],
    'one.npy': [Buffer.from('\x93NUMPY\x01\0v\0{', 'latin1'), /numpy\.load\("one\.npy"/],
    'keras.h5': [Buffer.from('\x89HDF\r\n\x1a\n\0\0\0\0', 'latin1'), /load_model\("keras\.h5"/],
    'net.onnx': [Buffer.from('\x08\x08\x12\x07pytorch\x1a\x05', 'latin1'), /onnx\.load\("net\.onnx"/],
  };
  for (const [name, [bytes, says]] of Object.entries(others))
    it(`in another format (${name}) are told how they become safetensors, in Python that can be pasted`, () =>
      assert.throws(
        () => readGivenWeights(bytes, name),
        ({ message, ...error }: CheckpointError) =>
          error.name === 'CheckpointError' && says.test(message) && /import .*; .*save_file\(.*\.safetensors"\)$/.test(message),
      ));
});

/** Rows as `order` says. */
function inOrder({ shape, data }: Tensor, order: readonly number[]): Tensor {
  const width = data.length / (shape[0] as number);
  return { shape, data: Float32Array.from(order.flatMap((row) => [...data.slice(row * width, (row + 1) * width)])) };
}

/** With a row of zeros more. */
function oneMore({ shape: [rows = 0, ...rest], data }: Tensor): Tensor {
  return { shape: [rows + 1, ...rest], data: Float32Array.from([...data, ...new Array<number>(data.length / rows).fill(0)]) };
}
