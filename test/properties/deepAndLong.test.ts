/** Files whose values are nested thousands deep, or are texts of megabytes: read as they are, or refused by a name, in a message that a person reads. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readGivenWeights } from '../../src/engine/carry/givenWeights';
import { readVocabularyFile } from '../../src/engine/carry/vocabularyFile';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { readExperimentDocument } from '../../src/runs/experimentDocument';
import { listRuns } from '../../src/runs/listRuns';
import { readHistory } from '../../src/runs/runSummary';
import { holdingTrainingLock } from '../../src/runs/trainingLock';
import { proposeTasks } from '../../src/sources/proposeTasks';
import { materialOf } from '../../src/sources/readMaterial';
import { resolveCell } from '../../src/sources/resolveCell';
import { temporaryFolder } from '../runs/temporaryFolder';

const NAMED = [
  'CheckpointError',
  'DataError',
  'ExperimentError',
  'ExperimentFileError',
  'RunFolderError',
  'StorageError',
  'TextFileError',
  'CellSyntaxError',
];
const LONG = 'y'.repeat(6_000_000);
const nest = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`;

/** In the place of any value. */
const VALUES: Readonly<Record<string, string>> = {
  'a list 5,000 deep': nest(5_000, '[', ']'),
  'an object 5,000 deep': nest(5_000, '{"a":', '}'),
  'a list 200,000 deep': nest(200_000, '[', ']'),
  'a list that never ends': '['.repeat(200_000),
  'a text of 6 MB': JSON.stringify(LONG),
  'a name of 6 MB': `{${JSON.stringify(LONG)}: 1}`,
  'a number of a million digits': '9'.repeat(1_000_000),
};

describe('values that are deep, or long', function () {
  this.timeout(60_000);
  const root = temporaryFolder();
  const experiment = JSON.stringify(parseExperiment({ files: ['a.txt'], updates: 1 }));
  /** A run whose files say what is given, else what they should. */
  const run = (files: Readonly<Record<string, string>>) => {
    const folder = path.join(root(), '.unroll', 'runs', 'strange');
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries({ 'experiment.json': experiment, ...files })) writeFileSync(path.join(folder, name), text);
    return folder;
  };
  const read = (name: string, text: string) => {
    const file = path.join(root(), name);
    writeFileSync(file, text);
    return file;
  };

  for (const [what, value] of Object.entries(VALUES)) {
    const readers: Readonly<Record<string, () => unknown>> = {
      'a row of JSONL': () => rows(`{"text": "a", "label": ${value}}\n{"text": "b", "label": "x"}\n`),
      'all rows of JSONL': () => rows(`${value}\n${value}\n`),
      'a list of rows': () => rows(`[{"text": "a", "label": ${value}}, {"text": "b", "label": "c"}]`),
      'rows that tasks are proposed for': () =>
        proposeTasks([read('rows.jsonl', `{"text": "a", "label": ${value}}\n{"text": ${value}, "label": "x"}\n`)]),
      'a table': () => rows(`text,label\n"${value.replaceAll('"', '""')}",a\nb,c\n`, 'csv'),
      'the experiment of a run': () => readHistory(run({ 'experiment.json': value })),
      'a setting of a run': () => readHistory(run({ 'experiment.json': experiment.replace('"gru"', value) })),
      'the version of a run': () => readHistory(run({ 'experiment.json': experiment.replace('"version":1', `"version":${value}`) })),
      'a line of a log': () => readHistory(run({ 'metrics.jsonl': `${value}\n{"kind":"failed","message":${value}}\n` })),
      'a summary, a curve, a baseline': () => readHistory(run({ 'summary.json': value, 'curve.json': value, 'baseline.json': value })),
      'the name of a run': () => readHistory(run({ 'about.json': `{"version":1,"name":${value}}`, 'sweep.json': value })),
      'a list of runs': () =>
        listRuns(path.dirname(run({ 'experiment.json': experiment.replace('"files":["a.txt"]', `"files":[${value}]`) }))),
      'a lock': () => holdingTrainingLock(run({ 'training.lock': `1\n${value}\n` }), async () => undefined),
      'an experiment file': async () =>
        readExperimentDocument(read('a.unroll.json', `{"hidden": ${value}, ${JSON.stringify(LONG.slice(0, 300_000))}: 1}`)),
      'a vocabulary': () => readVocabularyFile(value),
      'symbols of a vocabulary': () => readVocabularyFile(`{"vocabulary": [${value}, ${value}]}`),
      'a header': () => readGivenWeights(safetensors(value), 'w'),
      'an entry of a header': () => readGivenWeights(safetensors(`{"a": ${value}}`), 'w'),
      metadata: () => readGivenWeights(safetensors(`{"__metadata__": {"unroll.version": ${JSON.stringify(value)}}}`), 'w'),
      'metadata of a checkpoint': () =>
        readGivenWeights(safetensors(`{"__metadata__": {"unroll.version": "1", "unroll.experiment": ${JSON.stringify(value)}}}`), 'w'),
      'a cell': () => resolveCell({ cell: read('strange.cell', `cell a\nstate h\nh' = ${value.slice(0, 900_000)}\n`) }),
      'the name of a cell': () => resolveCell({ cell: value }),
    };
    for (const [where, use] of Object.entries(readers))
      it(`${what} as ${where}`, async () => {
        try {
          await use();
        } catch (error) {
          assert.ok(
            error instanceof Error && NAMED.includes(error.name),
            `${error instanceof Error ? error.stack?.slice(0, 1_000) : error}`,
          );
          assert.ok(error.message.length < 4_000, `${error.message.length} characters: ${error.message.slice(0, 300)}…`);
        }
      });
  }

  function rows(text: string, ending = 'jsonl'): unknown {
    const file = read(`rows.${ending}`, text);
    return materialOf(parseExperiment({ task: 'classify', updates: 1 }), [{ file, text }]);
  }
});

function safetensors(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}
