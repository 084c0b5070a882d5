/** What can be done with a checkpoint that is looked at: by its run, its name in the run's folder, and whether the workspace is trusted. */
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
  const answers = name === `${answersFrom}.safetensors` || (name === 'last.safetensors' && best?.update === run.update);
  const update = checkpointUpdate(name);
  const isKept = update !== undefined && kept.includes(update);
  const answering = `${answersFrom}.safetensors`;
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

/** Of a checkpoint that was kept of the way. */
export function checkpointUpdate(name: string): number | undefined {
  const [, update] = /^update-(\d{1,12})\.safetensors$/.exec(name) ?? [];
  return update === undefined ? undefined : Number(update);
}

function resumeRefused({ status }: RunSummary, name: string, trusted: boolean): string | undefined {
  if (!trusted) return 'In Restricted Mode nothing is trained. Trust this workspace first.';
  if (status === 'training') return 'The run is training now.';
  return name === 'last.safetensors' ? undefined : 'Training goes on from last.safetensors, where it stands, not from this checkpoint.';
}
