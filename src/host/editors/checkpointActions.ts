/** What can be done with a checkpoint that is looked at: by its run, its name in the run's folder, and whether the workspace is trusted. */
import { checkpointFile, keptUpdateOf } from '../../protocol/checkpointNames';
import type { Actions, OfferedAction } from '../../protocol/checkpointProtocol';
import type { RunSummary } from '../../protocol/engineProtocol';
import { reachedEnd } from '../../protocol/runState';
import { taskWords } from '../../protocol/taskWords';

const NO_RUN =
  'This file lies in no run that this window knows. A checkpoint answers from the folder of its run: open the folder that the run is in.';

/** @param run in whose folder it lies @param name of the file */
export function checkpointActions(run: RunSummary | undefined, name: string, trusted: boolean): Actions {
  const offered = (title: string, refused: string | undefined): OfferedAction => ({ title, ...(refused !== undefined && { refused }) });
  if (!run) {
    return { use: offered('Generate', NO_RUN), inspect: offered('Inspect', NO_RUN), resume: offered('Resume Training', NO_RUN) };
  }
  const { answersFrom = 'last', best, kept, status, experiment } = run;
  const { use } = taskWords(experiment);
  // The last one has the weights of the best, where that is the same update.
  const answering = checkpointFile(answersFrom);
  const answers = name === answering || (name === checkpointFile('last') && best?.update === run.update);
  const update = keptUpdateOf(name);
  const isKept = update !== undefined && kept.includes(update);
  return {
    use: offered(use.title, answers ? undefined : `The run answers with ${answering}, not with this checkpoint. Open that one.`),
    inspect: offered(
      'Inspect',
      answers || isKept
        ? undefined
        : `The run's panel looks into ${answering}, which answers, and into checkpoints that were kept of the way; this one is neither.`,
    ),
    resume: offered(reachedEnd(status) ? 'Train Further' : 'Resume Training', resumeRefused(run, name, trusted)),
  };
}

function resumeRefused({ status }: RunSummary, name: string, trusted: boolean): string | undefined {
  if (!trusted) return 'In Restricted Mode nothing is trained. Trust this workspace first.';
  if (status === 'training') return 'The run is training now.';
  const last = checkpointFile('last');
  return name === last ? undefined : `Training goes on from ${last}, where it stands, not from this checkpoint.`;
}
