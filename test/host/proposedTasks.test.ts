/** A folder may take long to read before anything is asked of it: who has enough of it cancels. */
import assert from 'node:assert/strict';
import { proposedTasks } from '../../src/host/commands/proposedTasks';
import type { EngineProcess } from '../../src/host/engineProcess';
import type { TrainingSource } from '../../src/host/workspace/trainingSource';
import { CancelledError } from '../../src/protocol/asking';
import type { EngineApi, TaskProposal } from '../../src/protocol/engineProtocol';
import { window } from './fakeVscode';

const PROPOSALS: readonly TaskProposal[] = [{ task: 'language-model', reason: '', options: { task: 'language-model' } }];
const SOURCE = { name: 'library', files: ['/texts/library'] } as unknown as TrainingSource;

describe('what can be learned from a folder', () => {
  const { withProgress } = window;
  afterEach(() => Object.assign(window, { withProgress }));

  /** Titles of the notifications that were shown, each of which is cancelled at once where `cancels`. */
  function notifications(cancels: boolean): string[] {
    const shown: string[] = [];
    const notification = ({ title, cancellable }: { title: string; cancellable: boolean }, task: (...given: unknown[]) => unknown) => {
      assert.ok(cancellable);
      shown.push(title);
      return task({ report: () => undefined }, { onCancellationRequested: (act: () => void) => cancels && setImmediate(act) });
    };
    Object.assign(window, { withProgress: notification });
    return shown;
  }

  function engine(answered: (id: number) => Promise<unknown>) {
    const [asked, cancelled]: [number[], number[]] = [[], []];
    const api = {
      proposeTasks: (id: number) => {
        asked.push(id);
        return answered(id);
      },
      cancelProposing: (id: number) => void cancelled.push(id),
    } as unknown as EngineApi;
    return { engine: { api } as unknown as EngineProcess, asked, cancelled };
  }

  it('is read no further once that is cancelled, by its own number', async () => {
    const shown = notifications(true);
    const { engine: slow, asked, cancelled } = engine(() => new Promise(() => undefined));
    await assert.rejects(proposedTasks(slow, SOURCE, undefined), new CancelledError());
    await assert.rejects(proposedTasks(slow, SOURCE, undefined), new CancelledError());
    assert.deepEqual([shown, cancelled], [['Reading library', 'Reading library'], asked]);
    assert.equal(new Set(asked).size, 2);
  });

  it('is answered with no notification where it is read soon, and with one where it is not', async () => {
    const shown = notifications(false);
    assert.equal(await proposedTasks(engine(async () => PROPOSALS).engine, SOURCE, undefined), PROPOSALS);
    assert.deepEqual(shown, []);
    const late = engine(() => new Promise((resolve) => setTimeout(resolve, 600, PROPOSALS)));
    assert.equal(await proposedTasks(late.engine, SOURCE, undefined), PROPOSALS);
    assert.deepEqual(shown, ['Reading library']);
  });

  it('is refused in the words of who read it', async () => {
    const wrong = new Error('“library” is not there.');
    await assert.rejects(proposedTasks(engine(async () => Promise.reject(wrong)).engine, SOURCE, undefined), wrong);
  });
});
