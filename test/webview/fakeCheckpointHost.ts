// Stands in for VS Code and the extension in a page that shows a file of weights: a real checkpoint's bytes, or a stranger's, read by the engine's own functions.
import './jitless';
import { encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import type { Tensor } from '../../src/engine/checkpoint/tensor';
import { tensorHistogram } from '../../src/engine/inspect/weights/tensorHistogram';
import { tensorSpectrum } from '../../src/engine/inspect/weights/tensorSpectrum';
import { tensorStatistics } from '../../src/engine/inspect/weights/tensorStatistics';
import { weightAxes } from '../../src/engine/inspect/weights/weightAxes';
import { weightMap } from '../../src/engine/inspect/weights/weightMap';
import { type Bytes, entryAt, openWeights, type WeightsFile } from '../../src/engine/inspect/weights/weightsFile';
import { readCheckpointFacts, weightsSummary } from '../../src/engine/inspect/weights/weightsSummary';
import type { Actions, CheckpointApi, CheckpointHostApi, CheckpointStart } from '../../src/protocol/checkpointProtocol';
import type { AnyQuestion } from '../../src/protocol/queries';
import { FakePage } from './fakePage';
import { historyOf } from './fixtures';
import { checkpointBytes, strangersBytes } from './weightFixtures';

const query = new URLSearchParams(location.search);
const scenario = query.get('scenario') ?? 'done';
const running = { stop: { aborted: false } };

let version = 1;
let content = contentOf();
function contentOf(): Uint8Array {
  if (scenario === 'strangers') return strangersBytes();
  if (scenario === 'thousands') return thousands();
  if (scenario === 'damaged') return checkpointBytes(version).slice(0, 5000);
  return checkpointBytes(version);
}

/** As many tensors as nobody has. */
function thousands(): Uint8Array {
  const one: Tensor = { shape: [2, 2], data: Float32Array.of(1, 0, -1, Number.NaN) };
  return encodeSafetensors(
    new Map(Array.from({ length: 10_000 }, (_, at) => [`model.layers.${Math.floor(at / 10)}.weight_${at % 10}`, one])),
    {},
  );
}

interface Opened {
  readonly bytes: Bytes;
  readonly file: WeightsFile;
}

let known: { readonly of: Uint8Array; readonly opened: Promise<Opened> } | undefined;
function opened(): Promise<Opened> {
  if (known?.of !== content) known = { of: content, opened: open(content) };
  return known.opened;
}

async function open(whole: Uint8Array): Promise<Opened> {
  const bytes: Bytes = { size: whole.length, read: async (start, end) => whole.subarray(start, end) };
  return { bytes, file: await openWeights(bytes, 'last.safetensors') };
}

async function answerTo({ kind, arguments: given }: AnyQuestion): Promise<unknown> {
  const { bytes, file } = await opened();
  const weights = 'weights' in given ? given.weights : undefined;
  if (weights !== undefined && weights !== String(version))
    throw Object.assign(new Error('It has changed.'), { name: 'WeightsChangedError' });
  switch (kind) {
    case 'openWeights':
      return { weights: String(version), summary: weightsSummary(file, readCheckpointFacts(file)) };
    case 'weightsTensors':
      return file.entries.map(({ name, dtype, shape, start, end }) => ({
        name,
        dtype,
        shape,
        bytes: (end - start) * (scenario === 'gigabytes' ? 1e5 : 1),
        readable: dtype !== 'F4',
      }));
    case 'tensorStatistics':
      return await Promise.all(given.tensors.map((tensor) => tensorStatistics(bytes, file, tensor, running)));
    case 'tensorHistogram':
      return await tensorHistogram(bytes, file, given, running);
    case 'tensorAxes':
      return weightAxes(file, entryAt(file, given.tensor), readCheckpointFacts(file).checkpoint);
    case 'tensorMap':
      return await weightMap(bytes, file, given, running);
    case 'tensorSpectrum':
      return await tensorSpectrum(bytes, file, given, running);
    default:
      throw new Error(`The fake host has no answer to ${kind}.`);
  }
}

const history = historyOf('done');
const NO_RUN = 'This file lies in no run that this window knows.';
const actions: Actions =
  scenario === 'strangers' || scenario === 'alone'
    ? {
        use: { title: 'Generate', refused: NO_RUN },
        inspect: { title: 'Inspect', refused: NO_RUN },
        resume: { title: 'Resume Training', refused: NO_RUN },
      }
    : {
        use: { title: 'Generate' },
        inspect: { title: 'Inspect' },
        resume: { title: 'Resume Training', refused: 'In Restricted Mode nothing is trained. Trust this workspace first.' },
      };

const start = (): CheckpointStart => ({
  name: scenario === 'strangers' ? '<img src=x onerror=alert(1)>.safetensors' : 'last.safetensors',
  folder: '.unroll/runs/time-machine-lstm',
  modified: Date.UTC(2026, 10, 28, 9, 30),
  ...(scenario === 'done' && { history }),
  actions,
});

const page = new FakePage<CheckpointApi, CheckpointHostApi>({
  actions: {
    ready: async () => start(),
    act: async () => {},
    reopen: async () => {},
    saveFile: async () => {},
  },
  answerTo,
  told: ({ arguments: given }) => [given],
});

/** Training has written the file anew. */
const rewrite = (told: boolean): void => {
  version++;
  content = contentOf();
  if (told) page.panel.changed(start());
};
Object.assign(window, { fakeHost: { calls: page.calls, hold: page.hold, refuse: page.refuse, setTheme: page.setTheme, rewrite } });
