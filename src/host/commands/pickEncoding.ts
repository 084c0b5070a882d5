/** Which text a file is that is not UTF-8: the user sees what it would say. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { EngineProcess } from '../engineProcess';
import { trainingSettings } from '../workspace/settings';
import type { TrainingSource } from '../workspace/trainingSource';

/** Nothing where no file asks for it. @throws CancellationError when dismissed */
export async function pickEncoding(
  engine: EngineProcess,
  { files, text, near }: TrainingSource,
): Promise<Pick<ExperimentOptions, 'encoding'>> {
  const { encoding } = trainingSettings(near);
  const asked = text === undefined ? await engine.api.askedEncoding(files, encoding) : undefined;
  if (!asked) return encoding === undefined ? {} : { encoding };
  const picked = await vscode.window.showQuickPick(
    asked.candidates.map((candidate) => ({ label: candidate.excerpt, description: candidate.encoding, encoding: candidate.encoding })),
    {
      title: `${path.basename(asked.file)} is not UTF-8`,
      placeHolder: 'What does it say? The run keeps the encoding; the file stays as it is.',
      matchOnDescription: true,
    },
  );
  if (!picked) throw new vscode.CancellationError();
  // In the editor it says the same then: what is selected there is what the model is asked.
  await vscode.workspace.openTextDocument(vscode.Uri.file(asked.file), { encoding: inVSCode(picked.encoding) });
  return { encoding: picked.encoding };
}

/** What VS Code calls otherwise than the web, but for dashes. */
const OTHERWISE: Readonly<Record<string, string>> = { ibm866: 'cp866', macintosh: 'macroman', big5: 'cp950' };

export const inVSCode = (encoding: string): string => OTHERWISE[encoding] ?? encoding.replaceAll(/[-_]/g, '');
