/** Continues a run's training on something else: a new run, from this one's weights, with its settings. */
import * as vscode from 'vscode';
import type { Experiment, ExperimentOptions } from '../../engine/experimentSchema';
import type { TaskProposal } from '../../protocol/engineProtocol';
import { trainingSource } from '../workspace/trainingSource';
import type { Commands, CommandTools } from './commands';
import { pickEncoding } from './pickEncoding';
import { TRAINED } from './pickRun';
import { pickText } from './pickText';
import { proposedTasks } from './proposedTasks';

export function continueCommands({ picker, training, engine, lastEditor }: CommandTools): Commands {
  return {
    'unroll.continueOn': async (given) => {
      const run = await picker.pick(given, {
        ...TRAINED,
        fits: ({ hasCheckpoint, status }) => hasCheckpoint && status !== 'training',
        question: 'Continue the training of which run?',
      });
      const source = await trainingSource(await pickText(`Continue ${run.name} on…`), undefined, lastEditor);
      const encoded = await pickEncoding(engine, source);
      const keepVocabulary = await askWhetherToKeep(run.name);
      const proposals = await proposedTasks(engine, source, encoded.encoding);
      const options = { ...continuedOptions(run.experiment, proposals), ...encoded, keepVocabulary };
      return training.start(source, options, { init: { weights: run.folder } });
    },
  };
}

/** The settings of a run for one that goes on from its weights. What is said of its files is not said of others, and columns are found anew. */
function continuedOptions(experiment: Experiment, proposals: readonly TaskProposal[]): ExperimentOptions {
  // A gap filler of an earlier version has no side heads: one that is trained now does.
  const { files, encoding, inputColumn, targetColumn, header, sideHeads, init, initVocabulary, ...settings } = experiment;
  const proposal = proposals.find(({ options }) => options.task === experiment.task);
  const named = [inputColumn, targetColumn].every((column) => proposal?.columns?.some(({ name }) => name === column));
  const found = named ? { inputColumn, targetColumn } : columnsOf(proposal?.options ?? {});
  return { ...settings, ...found, ...(proposal?.options.header !== undefined && { header: proposal.options.header }) };
}

function columnsOf({ inputColumn, targetColumn }: ExperimentOptions): ExperimentOptions {
  return { ...(inputColumn !== undefined && { inputColumn }), ...(targetColumn !== undefined && { targetColumn }) };
}

/** @throws CancellationError when dismissed */
async function askWhetherToKeep(name: string): Promise<boolean> {
  const choices = [
    { label: 'Drop them', description: 'the model reads and writes what it is trained on now', keep: false },
    { label: 'Keep them', description: 'it can still read and write them', keep: true },
  ];
  const title = `What ${name} knows, and the new text has not`;
  const picked = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder: 'Characters, words and labels that are not in the new text',
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.keep;
}
