/** What a file shall teach. The engine says what it looks like; where that is more than running text, the user decides. */
import * as vscode from 'vscode';
import type { TaskProposal } from '../../protocol/engineProtocol';
import { taskWords, USUAL_TASK } from '../../protocol/taskWords';
import type { EngineProcess } from '../engineProcess';
import type { TrainingSource } from '../workspace/trainingSource';
import { pickEncoding } from './pickEncoding';
import { proposedTasks } from './proposedTasks';

/** `always`: asks also where the file looks like running text. @throws CancellationError when dismissed; CancelledError where the reading is cancelled */
export async function pickTask(
  engine: EngineProcess,
  source: TrainingSource,
  always: boolean,
): Promise<Pick<TaskProposal, 'options' | 'columns'>> {
  const { name } = source;
  const encoded = await pickEncoding(engine, source);
  const proposals = await proposedTasks(engine, source, encoded.encoding);
  const [likeliest] = proposals;
  if (!likeliest || (!always && likeliest.task === USUAL_TASK)) return { options: { task: USUAL_TASK, ...encoded } };
  const items = proposals.map((proposal) => {
    const { options, reason } = proposal;
    const { model, learns, icon } = taskWords(options);
    return { label: `Train a ${model}`, iconPath: new vscode.ThemeIcon(icon), description: `learns ${learns}`, detail: reason, proposal };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: `What shall be learned from ${name}?`,
    placeHolder: `Train a ${taskWords(likeliest.options).model}?`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return { ...picked.proposal, options: { ...picked.proposal.options, ...encoded } };
}
