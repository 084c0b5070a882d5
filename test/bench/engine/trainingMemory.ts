/** One training in a process of its own: what it was reckoned to take, and by how much the process grew at most. Words: what is trained, as JSON. */
import { readFileSync, writeFileSync } from 'node:fs';
import { collectGarbage } from '../../../src/backends/platform/node/collectGarbage';
import { openDevice } from '../../../src/backends/platform/node/nodePlatform';
import { sourceOf } from '../../../src/engine/cell/cellSources';
import { type Material, textMaterial } from '../../../src/engine/data/material';
import { savedSymbols } from '../../../src/engine/data/symbols';
import { train } from '../../../src/engine/experiment';
import { networkOf } from '../../../src/engine/model/networkShape';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { Random } from '../../../src/engine/random';
import { openDataset } from '../../../src/engine/tasks/openDataset';
import { trainingMemory } from '../../../src/engine/train/memory';
import type { TrainingWorkload } from '../memory';

const { symbols, ...options } = JSON.parse(process.argv[3] as string) as TrainingWorkload;
const random = Random.fromSeed(1);
const below = (end: number) => Math.floor(random.uniform() * end);
const symbol = (number: number) => (options.units === 'words' ? ` w${number}x` : String.fromCodePoint(0x4e00 + number));
const drawn = (length: number, first = 0) =>
  Array.from({ length }, (_, at) => symbol(first + at < symbols ? first + at : below(symbols))).join('');
const material = (): Material =>
  options.task === 'translate' || options.task === 'classify'
    ? {
        kind: 'rows',
        rows: Array.from({ length: 5 * options.batch }, (_, row) => {
          const input = drawn(options.window - 2, row * options.window);
          return { input, target: options.task === 'classify' ? `label ${row % 3}` : input };
        }),
      }
    : textMaterial(drawn(7 * options.batch * options.window + 20_000));
const learned = material();
const experiment = parseExperiment({ optimizer: 'adam', updates: 2, validateEvery: 1, validation: 0.2, ...options });
const [backend, inference] = [await openDevice('wasm'), await openDevice('wasm')];
const data = openDataset(experiment, learned);
const shape = networkOf(experiment, sourceOf(experiment), savedSymbols(data));
const { bytes, update, parameters } = trainingMemory(shape, experiment, data.train.sizes);
const status = (key: string) => 1024 * Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
collectGarbage();
writeFileSync('/proc/self/clear_refs', '5'); // the peak is counted from here
const before = status('VmRSS');
const environment = { backend, inference, collectGarbage, seconds: () => performance.now() / 1000, stop: { aborted: false } };
for await (const event of train(experiment, learned, environment)) if (event.kind === 'done') break;
process.stdout.write(`${JSON.stringify({ parameters, reckoned: bytes, update, measured: status('VmHWM') - before })}\n`);
