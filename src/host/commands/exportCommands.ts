/** Export Run: a run as something for elsewhere, in a format and at a place that the user chooses. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/engineProtocol';
import { type ExportFormat, exportFormats, formatWords, madeInto } from '../../protocol/exportFormats';
import { askWithProgress } from './askWithProgress';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';
import { revealPlace } from './revealPlace';

export function exportCommands({ picker, engine }: CommandTools): Commands {
  return {
    'unroll.exportRun': async (given) => {
      const run = await picker.pick(given, { ...TRAINED, fits: () => true, question: 'Export which run?' });
      const format = await pickFormat(run.name);
      const { label } = formatWords(format);
      const place = await pickPlace(run, format);
      const output = await askWithProgress(engine, `Exporting ${run.name} as ${label}`, run.folder, 'exportRun', {
        format,
        output: place.fsPath,
      });
      await offerToOpen(run.name, vscode.Uri.file(output), format);
    },
  };
}

async function pickFormat(run: string): Promise<ExportFormat> {
  const items = exportFormats.map((format) => ({ label: formatWords(format).label, detail: formatWords(format).purpose, format }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Export ${run}`,
    placeHolder: 'The format to export to',
    matchOnDetail: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.format;
}

/** A folder is named as a file is: it is made by the export. */
async function pickPlace({ folder: run, experiment }: RunSummary, format: ExportFormat): Promise<vscode.Uri> {
  const { label, suffix } = formatWords(format);
  const into = madeInto(format, experiment);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  // By the name of its folder: the one that a person gave it may be no name of a file.
  const proposed = `${path.basename(run)}${into === 'file' ? suffix : suffix.replace('.', '-')}`;
  const chosen = await vscode.window.showSaveDialog({
    title: into === 'file' ? `Export as ${label}` : `Export as ${label}: a new folder`,
    saveLabel: 'Export',
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, proposed) }),
    ...(into === 'file' && { filters: { [label]: [suffix.slice(1)] } }),
  });
  if (!chosen) throw new vscode.CancellationError();
  return chosen;
}

async function offerToOpen(run: string, place: vscode.Uri, format: ExportFormat): Promise<void> {
  const { label, opens } = formatWords(format);
  const said = `${run} is in ${vscode.workspace.asRelativePath(place)} now, as ${label}.`;
  const ways: readonly string[] = opens === undefined ? ['Reveal'] : ['Open', 'Reveal'];
  const chosen = await vscode.window.showInformationMessage(said, ...ways);
  if (chosen === 'Reveal') await revealPlace(place);
  if (chosen !== 'Open') return;
  if (opens === 'itself') await vscode.env.openExternal(place);
  else if (opens !== undefined) await vscode.commands.executeCommand('vscode.open', vscode.Uri.joinPath(place, opens));
}
