/** What can be done with a run itself: show, stop, resume, open its folder. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/engineProtocol';
import { reachedEnd } from '../../protocol/runState';
import { StatedError } from '../statedError';
import { UnreadableItem } from '../views/runItem';
import { furtherTraining } from '../workspace/furtherTraining';
import type { Commands, CommandTools } from './commands';
import { TRAINED, type Wanted } from './pickRun';
import { revealPlace } from './revealPlace';

type Fitting = Pick<Wanted, 'fits' | 'none'>;

const ANY: Fitting = { ...TRAINED, fits: () => true };
const TRAINING: Fitting = {
  fits: ({ status }) => status === 'training',
  none: new StatedError('Nothing is training now.'),
};
const RESUMABLE: Fitting = {
  fits: ({ status, hasCheckpoint }) => hasCheckpoint && status !== 'training' && !reachedEnd(status),
  none: new StatedError('No run was stopped or interrupted before its end.'),
};
const FINISHED: Fitting = {
  fits: ({ status, hasCheckpoint }) => hasCheckpoint && reachedEnd(status),
  none: new StatedError('No run was trained to its end yet.'),
};

export function runCommands({ picker, runs, panels, training, ignoreRuns, engine }: CommandTools): Commands {
  const goOn = (run: RunSummary) => training.resume(run, furtherTraining(run));
  return {
    'unroll.revealRun': async (given) => {
      const run = await picker.pick(given, { ...ANY, question: 'Show which run?' });
      panels.open(run.folder);
    },
    'unroll.askAnotherRun': () => picker.askAnother(),
    'unroll.keepRun': () => panels.keep(),
    'unroll.stopRun': async (given) => {
      const run = await picker.pick(given, { ...TRAINING, question: 'Stop which run?' });
      await engine.api.stop(run.folder);
      await runs.refresh();
    },
    'unroll.resumeRun': async (given) => goOn(await picker.pick(given, { ...RESUMABLE, question: 'Resume which run?' })),
    'unroll.trainFurther': async (given) => goOn(await picker.pick(given, { ...FINISHED, question: 'Train which run further?' })),
    'unroll.openRunFolder': async (given) => {
      const run =
        given instanceof UnreadableItem ? given.run : await picker.pick(given, { ...ANY, question: 'Open the folder of which run?' });
      await revealPlace(vscode.Uri.file(run.folder));
    },
    'unroll.ignoreRuns': async (given) => {
      const run = await picker.pick(given, { ...ANY, question: 'Ignore the folder of which run?' });
      await ignoreRuns.ignore(run.folder);
    },
    'unroll.refreshRuns': () => runs.refresh(),
  };
}
