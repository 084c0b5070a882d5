/** What a person says of a run: its name, and a note. The engine keeps both in the run's folder, which stays where it is. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { plainName, tooLong } from '../../protocol/aboutRun';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';
import { firstSelected } from './selectedRuns';

const ANY = { ...TRAINED, fits: () => true };

export function aboutCommands({ picker, runs, panels, engine, runsTree }: CommandTools): Commands {
  /** From the palette, that whose panel is in front. */
  const chosen = (given: unknown) => firstSelected(given, runsTree) ?? panels.activeRun;
  return {
    'unroll.renameRun': async (given) => {
      const run = await picker.pick(chosen(given), { ...ANY, question: 'Rename which run?' });
      const name = await askName(run, runs.all);
      runs.update(await engine.api.describe(run.folder, { name }));
    },
    'unroll.noteRun': async (given) => {
      const run = await picker.pick(chosen(given), { ...ANY, question: 'Write a note about which run?' });
      panels.open(run.folder).editNote();
    },
  };
}

/** Empty for the name of its folder. @throws CancellationError */
async function askName(run: RunSummary, all: readonly RunSummary[]): Promise<string> {
  const folder = path.basename(run.folder);
  const others = new Map(all.filter((one) => one.folder !== run.folder).map((one) => [one.name, one]));
  const name = await vscode.window.showInputBox({
    title: 'Rename Run',
    value: run.name,
    placeHolder: folder,
    prompt: `Its folder stays ${folder}; nothing gives the run that name again.`,
    validateInput: (text) => {
      const refused = tooLong('name', text.trim());
      if (refused) return refused;
      if (!others.has(plainName(text))) return undefined;
      return { message: 'Another run has that name too.', severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  if (name === undefined) throw new vscode.CancellationError();
  const plain = plainName(name);
  return plain === folder ? '' : plain;
}
