/** A run's training that is continued on something else: from its weights, with its settings, and with the columns of the new file. */
import assert from 'node:assert/strict';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { continueCommands } from '../../src/host/commands/continueCommands';
import type { EncodingAsked, RunSummary, TaskProposal } from '../../src/protocol/engineProtocol';
import { BEGUN } from '../../src/protocol/runState';
import { proposalsFor } from '../../src/sources/proposeTasks';
import { Uri, window, workspace } from './fakeVscode';

const run = (options: ExperimentOptions): RunSummary => ({
  ...BEGUN,
  folder: '/runs/prose-gru-1',
  name: 'prose-gru-1',
  experiment: parseExperiment({ files: ['prose.txt'], cellSource: 'cell gru', ...options }),
  begun: 0,
  modified: 0,
  hasCheckpoint: true,
  kept: [],
  status: 'done',
});

/** What is trained when the command is called on a run. */
async function continued(
  of: RunSummary,
  proposals: readonly TaskProposal[],
  choose: (labels: readonly string[]) => number,
  asks?: EncodingAsked,
) {
  const trained: { files: readonly string[]; options: ExperimentOptions; more: unknown }[] = [];
  const asked: (readonly string[])[] = [];
  window.pick = (items) => {
    const labels = items.map(({ label }) => label);
    asked.push(labels);
    return items[choose(labels)];
  };
  const tools = {
    picker: { pick: async () => of },
    engine: { api: { proposeTasks: async () => proposals, askedEncoding: async () => asks } },
    training: {
      start: async ({ files }: { files: readonly string[] }, options: ExperimentOptions, more: unknown) =>
        void trained.push({ files, options, more }),
    },
  };
  await continueCommands(tools as never)['unroll.continueOn']?.(undefined);
  return { ...(trained[0] ?? assert.fail('nothing is trained')), asked };
}

const TEXT: readonly TaskProposal[] = [{ task: 'language-model', reason: '', options: { task: 'language-model' } }];

describe('Continue Training on…', () => {
  const { pick } = window;
  beforeEach(() => {
    workspace.found = [Uri.file('/w/other.txt'), Uri.file('/w/third.txt')];
  });
  afterEach(() => {
    window.pick = pick;
    window.opened = undefined;
  });

  it('trains a new run from the weights of this one, with its settings', async () => {
    const { files, options, more, asked } = await continued(run({ hidden: 64, learningRate: 0.01, seed: 9, updates: 40 }), TEXT, () => 0);
    assert.deepEqual(asked[0], ['other.txt', 'third.txt', '$(folder-opened) Choose File…']);
    assert.deepEqual([files, more], [['/w/other.txt'], { init: { weights: '/runs/prose-gru-1' } }]);
    const { hidden, learningRate, seed, updates, cell, keepVocabulary } = options;
    assert.deepEqual([hidden, learningRate, seed, updates, cell, keepVocabulary], [64, 0.01, 9, 40, 'gru', false]);
    assert.ok(!('files' in options) && !('encoding' in options), 'what is said of its files is not said of others');
    assert.equal(parseExperiment(options).task, 'language-model');
  });

  it('keeps what the new text has not where the user says so, and takes a file from anywhere', async () => {
    window.opened = [Uri.file('/elsewhere/far.txt')];
    const { files, options } = await continued(run({}), TEXT, (labels) => (labels.includes('Keep them') ? 1 : labels.length - 1));
    assert.deepEqual([files, options.keepVocabulary], [['/elsewhere/far.txt'], true]);
  });

  it('finds the columns of a table by the names of the run, else as they are proposed', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => `${at % 2 ? 'sad' : 'glad'},the song number ${at},x`).join('\n');
    const proposals = proposalsFor([{ file: 'a.csv', text: `mood,lyric,other\n${rows}` }]);
    const classifier = (options: ExperimentOptions) => run({ task: 'classify', header: true, ...options });
    const byName = await continued(classifier({ inputColumn: 'lyric', targetColumn: 'mood' }), proposals, () => 0);
    assert.deepEqual([byName.options.inputColumn, byName.options.targetColumn, byName.options.header], ['lyric', 'mood', true]);
    const other = await continued(classifier({ inputColumn: 'text', targetColumn: 'label' }), proposals, () => 0);
    const proposed = proposals.find(({ task }) => task === 'classify')?.options;
    assert.deepEqual([other.options.inputColumn, other.options.targetColumn], [proposed?.inputColumn, proposed?.targetColumn]);
  });

  it('asks what a file says that is not UTF-8', async () => {
    const asks: EncodingAsked = { file: '/w/other.txt', candidates: [{ encoding: 'windows-1252', excerpt: 'déjà' }] };
    const { options, asked } = await continued(run({}), TEXT, () => 0, asks);
    assert.deepEqual([asked[1], options.encoding], [['déjà'], 'windows-1252']);
  });

  it('trains nothing where the user chooses nothing', async () => {
    await assert.rejects(
      continued(run({}), TEXT, () => -1),
      /^Error$|Cancel|^$/,
    );
  });
});
