/** The runs that the host knows: kept up to date by numbered events, in places that do not change, asked for no more than once. */
import assert from 'node:assert/strict';
import { parseExperiment } from '../../src/engine/parseExperiment';
import type { EngineProcess, RunProgress } from '../../src/host/engineProcess';
import type { IgnoreRuns } from '../../src/host/workspace/ignoreRuns';
import type { RunFolders } from '../../src/host/workspace/runFolders';
import { Runs } from '../../src/host/workspace/runs';
import { Training } from '../../src/host/workspace/training';
import type { PlannedTraining, RunSummary, TrainRequest } from '../../src/protocol/engineProtocol';
import { BEGUN, fold } from '../../src/protocol/runState';
import { done, numbered, started, updated, validated } from '../runs/events';
import { CancellationError, EventEmitter, settings, Uri, window } from './fakeVscode';

const experiment = parseExperiment({});
const run = (name: string, begun: number, changes: Partial<RunSummary> = {}): RunSummary => ({
  ...BEGUN,
  folder: `/w/${name}`,
  name,
  experiment,
  begun,
  modified: begun,
  hasCheckpoint: true,
  kept: [],
  ...changes,
});

function bench(found: () => readonly RunSummary[]) {
  const progress = new EventEmitter<RunProgress>();
  let listed = 0;
  let end: (summary: RunSummary) => void = () => undefined;
  const trained: TrainRequest[] = [];
  const planned: unknown[] = [];
  const api = {
    runs: async () => {
      listed++;
      return { runs: found(), unreadable: [] };
    },
    train: (request: TrainRequest) => {
      trained.push(request);
      return new Promise<RunSummary>((resolve) => (end = resolve));
    },
    planTraining: async (file: string, readable: unknown): Promise<PlannedTraining> => {
      planned.push(readable);
      if (readable !== 'anything') throw Object.assign(new Error('It names a file outside: /etc/x.'), { name: 'OutsideFileError' });
      return { name: 'mine', files: ['/etc/x'], options: { hidden: 8 }, experimentFile: file };
    },
    stop: async (folder: string) => {
      end(found().find((one) => one.folder === folder) as RunSummary);
      return true;
    },
  };
  const engine = { api, onDidProgress: progress.event } as unknown as EngineProcess;
  const folders = {
    workspaces: ['/w'],
    existing: [{ label: 'w', path: '/w' }],
    reserve: async (name: string) => ({ folder: `/w/${name}` }),
  } as unknown as RunFolders;
  const runs = new Runs(engine, folders, (error) => assert.fail(String(error)));
  const log = { info: () => undefined, warn: () => undefined };
  const ignoreRuns = { offer: async () => undefined } as unknown as IgnoreRuns;
  const shown: string[] = [];
  const training = new Training(engine, runs, folders, ignoreRuns, (folder) => shown.push(folder), log as never);
  const tell = (folder: string, events: RunProgress['events']) => progress.fire({ folder, events });
  return { runs, training, shown, tell, stop: api.stop, listed: () => listed, trained, planned };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('runs that the host knows', () => {
  it('stand in the order in which they were begun, whichever has news', async () => {
    const { runs, tell } = bench(() => [run('a', 1), run('b', 2), run('c', 3)]);
    await runs.refresh();
    const names = () => runs.all.map(({ name }) => name);
    assert.deepEqual(names(), ['c', 'b', 'a']);
    tell('/w/a', numbered([updated(1)]));
    runs.update(run('a', 1, { modified: 99 }));
    assert.deepEqual(names(), ['c', 'b', 'a']);
  });

  it('are looked for once where there is news of an unknown one, however much news', async () => {
    const { runs, tell, listed } = bench(() => []);
    await runs.refresh();
    for (let update = 1; update <= 100; update++) tell('/elsewhere/x', numbered([updated(update)], update));
    await settled();
    await runs.refresh();
    assert.equal(listed(), 3);
  });

  it('miss no event that comes while they are read, and take none twice', async () => {
    const told = numbered([started(), updated(1), validated(1, 2), updated(2), validated(2, 1.5)]);
    const { runs, tell } = bench(() => [told.slice(0, 4).reduce(fold, run('a', 1))]);
    const reading = runs.refresh();
    tell('/w/a', told.slice(0, 2));
    await reading;
    tell('/w/a', told.slice(1, 5));
    await settled();
    tell('/w/a', told.slice(4));
    assert.deepEqual([runs.find('/w/a')?.best?.loss, runs.find('/w/a')?.update], [1.5, 2]);
  });
});

describe('a training', () => {
  const source = (name: string) => ({ name, files: [], notes: [] });
  const ended = numbered([started(), updated(1), validated(1, 1.65), updated(2), done(2)]).reduce(fold, run('a', 1));
  beforeEach(() => {
    window.said.length = 0;
  });

  it('tells how well the model that answers does when it has ended', async () => {
    const { training, stop } = bench(() => [ended]);
    const whole = training.start(source('a'), {});
    await settled();
    await stop('/w/a');
    await whole;
    await settled();
    assert.deepEqual(window.said, ['a is trained: loss 1.65 held out at update 1, of 2 updates.']);
  });

  it('beside what is in sight opens no panel in its place, and says quietly that it is done', async () => {
    const { training, shown, stop } = bench(() => [ended]);
    for (const beside of [true, false]) {
      const whole = training.start(source('a'), {}, { beside });
      await settled();
      await stop('/w/a');
      await whole;
      await settled();
      assert.deepEqual([shown.length, window.said.length], beside ? [0, 1] : [1, 2]);
    }
    assert.equal(window.said[0], '$(pass) a is trained');
  });

  it('from an experiment file is what the file says, whatever is set in the editor; it reads beyond the workspace only when that is allowed', async () => {
    const { training, trained, planned, stop } = bench(() => [run('mine', 1, { status: 'done' })]);
    const file = Uri.file('/w/mine.unroll.json') as never;
    settings.set('unroll.hidden', 512);
    window.answer = undefined;
    await assert.rejects(training.startExperiment(file), (error) => error instanceof CancellationError);
    assert.deepEqual([trained, planned], [[], [['/w']]]);
    assert.match(window.said.join(), /It names a file outside: \/etc\/x\./);
    window.answer = 'Read and Train';
    const whole = training.startExperiment(file);
    await settled();
    await stop('/w/mine');
    await whole;
    assert.deepEqual(trained, [{ folder: '/w/mine', files: ['/etc/x'], options: { hidden: 8 }, experimentFile: '/w/mine.unroll.json' }]);
    settings.clear();
    window.answer = undefined;
  });

  it('is told quietly where the user stopped it: without a notification, and with no more than one line', async () => {
    const { training, stop } = bench(() => [{ ...ended, status: 'stopped' }]);
    const whole = training.start(source('a'), {});
    await settled();
    await stop('/w/a');
    await whole;
    await settled();
    assert.deepEqual(window.said, ['$(debug-pause) a is stopped, with a checkpoint to go on from']);
  });

  it('says that the time is over where more was planned, and how to go on', async () => {
    const message = 'Ended at update 2.';
    const { training, stop } = bench(() => [{ ...ended, status: 'stopped', ended: 'overtime', message }]);
    const whole = training.start(source('a'), {});
    await settled();
    await stop('/w/a');
    await whole;
    await settled();
    assert.deepEqual(window.said, ['a: Ended at update 2.']);
  });

  it('says nothing of a run that is deleted, and offers nothing to go on with', async () => {
    const { training } = bench(() => [{ ...ended, status: 'stopped' }]);
    const whole = training.start(source('a'), {});
    await settled();
    await training.discard('/w/a');
    await whole;
    await settled();
    assert.deepEqual(window.said, []);
  });

  it('says the end of a run in the folder of one that had ended before it was deleted', async () => {
    const { training, stop } = bench(() => [{ ...ended, status: 'stopped', ended: 'overtime', message: 'Ended.' }]);
    const whole = async () => {
      const one = training.start(source('a'), {});
      await settled();
      await stop('/w/a');
      await one;
      await settled();
    };
    await whole();
    await training.discard('/w/a');
    await whole();
    assert.deepEqual(window.said, ['a: Ended.', 'a: Ended.']);
  });
});
