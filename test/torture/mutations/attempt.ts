/** Uses a file of weights as people do: looks into it, asks the model in it, exports and imports it, goes on training, starts another training from it. */
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { classify, fill, generate, labelsOf, type Model, openModel, score, tag, trace, translate } from '../../../src/engine/abilities';
import type { Backend } from '../../../src/engine/backend';
import { adoptedOptions } from '../../../src/engine/carry/adoptedOptions';
import { type GivenWeights, readGivenWeights } from '../../../src/engine/carry/givenWeights';
import { importedModel } from '../../../src/engine/carry/importedModel';
import { readCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import { CheckpointError } from '../../../src/engine/checkpoint/checkpointError';
import type { TensorEntry } from '../../../src/engine/checkpoint/safetensorsHeader';
import { train } from '../../../src/engine/experiment';
import { exportOnnx } from '../../../src/engine/export/onnx/exportOnnx';
import { pyTorchFolder } from '../../../src/engine/export/pytorch/pyTorchFolder';
import { tensorHistogram } from '../../../src/engine/inspect/weights/tensorHistogram';
import { tensorSpectrum } from '../../../src/engine/inspect/weights/tensorSpectrum';
import { weightAxes } from '../../../src/engine/inspect/weights/weightAxes';
import { weightMap } from '../../../src/engine/inspect/weights/weightMap';
import { type Bytes, openWeights } from '../../../src/engine/inspect/weights/weightsFile';
import { readCheckpointFacts, weightsSummary } from '../../../src/engine/inspect/weights/weightsSummary';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import type { Base } from './bases';

/** What a user may be told: each says what is wrong with the file, or with what was asked of it. */
const NAMED = [
  'WeightsError',
  'ExportError',
  'UnsettledError',
  'CheckpointError',
  'ExperimentError',
  'DataError',
  'LabelError',
  'SentenceError',
  'TaskError',
  'CellSyntaxError',
];
/** A message is read by a person. */
const LONGEST_MESSAGE = 4_000;

export type Outcome = 'refused' | 'answered';

const running = { stop: { aborted: false } };

/** @param measured runs one use after another @throws what should not have been thrown, or said */
export async function attempt(
  base: Base,
  bytes: Uint8Array,
  backend: Backend,
  measured: (use: () => Promise<Outcome>) => Promise<Outcome>,
): Promise<Outcome> {
  const uses = base.weights
    ? [() => startsFrom(base, bytes)]
    : [() => answers(bytes, backend), () => exports(bytes), () => goesOn(base, bytes)];
  await measured(() => looksInto(bytes));
  const outcomes: Outcome[] = [];
  for (const use of uses) outcomes.push(await measured(use));
  return outcomes.includes('answered') ? 'answered' : 'refused';
}

/** As the editor of such files does, which shows what other readers refuse: of the first tensors all that can be asked. */
function looksInto(file: Uint8Array): Promise<Outcome> {
  const bytes: Bytes = { size: file.length, read: async (start, end) => file.subarray(start, end) };
  const asked = { rows: [0, 1], columns: [0, 1], height: 4, width: 4, of: 'mean' } as const;
  return refusing(async () => {
    const opened = await openWeights(bytes, 'weights.safetensors');
    const facts = readCheckpointFacts(opened);
    const summary = weightsSummary(opened, facts);
    if (JSON.stringify(summary).length > 4 * file.length + 100_000) throw new Error('a summary that is longer than the file');
    for (const tensor of [...opened.entries.keys()].slice(0, 2)) {
      weightAxes(opened, opened.entries[tensor] as TensorEntry, facts.checkpoint);
      for (const ask of [
        () => tensorHistogram(bytes, opened, { tensor, bins: 8 }, running),
        () => weightMap(bytes, opened, { tensor, ...asked }, running),
        () => tensorSpectrum(bytes, opened, { tensor }, running),
      ])
        await refusing(async () => void (await ask()));
    }
  });
}

function exports(bytes: Uint8Array): Promise<Outcome> {
  return refusing(async () => {
    const checkpoint = readCheckpoint(bytes);
    for (const make of [() => pyTorchFolder(checkpoint), () => exportOnnx(checkpoint, '0')]) await refusing(async () => void make());
  });
}

function answers(bytes: Uint8Array, backend: Backend): Promise<Outcome> {
  return refusing(async () => {
    const model = await openModel(bytes, backend);
    try {
      requireFiniteIn(await ask(model), 'the answer');
      // Where nothing is told at a place its surprise is NaN, as is stated there.
      const { surprise, target, ...traced } = await trace(model, 'ab a', running);
      requireFiniteIn(traced, 'the trace');
      if (target) requireFiniteIn(target.layers, 'the trace of the target');
    } finally {
      model.dispose();
    }
  });
}

async function ask(model: Model): Promise<unknown> {
  switch (model.experiment.task) {
    case 'language-model':
    case 'generate-from-label': {
      const [label] = model.experiment.task === 'generate-from-label' ? labelsOf(model) : [];
      const drawn = { prompt: 'ab', length: 4, temperature: 1, topK: 0, topP: 1, seed: 1, count: 1, ...(label !== undefined && { label }) };
      const { charsPerSecond, ...written } = await generate(model, drawn, { ...running, seconds: () => 0 });
      return [written, model.experiment.task === 'language-model' && (await score(model, 'abcab', running))];
    }
    case 'infill':
      return await fill(model, 'ab', 'a', { shortest: 0, longest: 2, count: 3 }, running);
    case 'tag':
      return await tag(model, 'ab ba', running);
    case 'classify':
      return await classify(model, ['ab', ''], running);
    case 'translate':
      return await translate(model, ['ab'], { beam: 2, lengthPenalty: 1 }, running);
  }
}

async function goesOn({ learned }: Base, bytes: Uint8Array): Promise<Outcome> {
  if (!learned) return 'refused';
  return await refusing(async () => {
    await trainShortly(learned, { resume: bytes });
  });
}

function startsFrom({ learned, symbols }: Base, bytes: Uint8Array): Promise<Outcome> {
  return refusing(async () => {
    await refusing(async () => void importedModel(readGivenWeights(bytes, 'weights.safetensors', symbols), {}));
    const init = readGivenWeights(bytes, 'weights.safetensors');
    await trainShortly(learned as NonNullable<Base['learned']>, { init });
  });
}

/** A loss that is not finite ends a training by name. */
async function trainShortly(
  { options, material }: NonNullable<Base['learned']>,
  from: { readonly resume: Uint8Array } | { readonly init: GivenWeights },
): Promise<void> {
  const said = 'init' in from ? adoptedOptions({ ...options, updates: 1 }, from.init) : options;
  let ended: string | undefined;
  for await (const event of train(parseExperiment(said), material, { backend: openReference(), seconds: () => 0, ...running }, from)) {
    if (event.kind === 'done') ended = event.reason;
    if (event.kind === 'update' && !Number.isFinite(event.loss) && ended === undefined) ended = 'diverging';
  }
  if (ended === undefined || ended === 'diverging') throw new Error('a training with losses that are no numbers ended without a word');
}

async function refusing(use: () => Promise<void>): Promise<Outcome> {
  try {
    await use();
    return 'answered';
  } catch (error) {
    if (!(error instanceof Error) || !(error instanceof CheckpointError || NAMED.includes(error.name))) throw error;
    if (error.message.length > LONGEST_MESSAGE)
      throw new Error(`a message of ${error.message.length} characters: ${error.message.slice(0, 200)}…`);
    return 'refused';
  }
}

/** Everywhere in plain data. */
function requireFiniteIn(value: unknown, where: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${where} is ${value}`);
  if (ArrayBuffer.isView(value)) (value as Float64Array).forEach((each, index) => requireFiniteIn(each, `${where}[${index}]`));
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) requireFiniteIn(each, `${where}.${key}`);
}
