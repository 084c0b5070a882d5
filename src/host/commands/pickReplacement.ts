/** A quick pick of what could stand in the place of passages: the one that is highlighted shows in the editor, Enter puts it there. */
import * as vscode from 'vscode';
import type { Annotations } from '../editors/annotations';
import { type Replacement, replaceText } from '../editors/replaceText';
import { type Asked, stillThere } from './askInEditor';
import type { RunPicker } from './pickRun';

export interface ReplacementChoice extends vscode.QuickPickItem {
  /** For each passage that was asked about; one without any stays. */
  readonly replacements: readonly (string | undefined)[];
}

export interface ReplacementQuestion {
  readonly asked: Asked;
  readonly picker: RunPicker;
  readonly annotations: Annotations;
  readonly title: string;
  readonly placeholder: string;
  /** Searched for until the signal aborts. */
  readonly choices: (signal: AbortSignal) => Promise<readonly ReplacementChoice[]>;
}

const ANOTHER: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('arrow-swap'), tooltip: 'Ask Another Run…' };

/** Dismissing it ends the search and changes nothing. @throws CancellationError; StatedError where all was edited meanwhile */
export async function pickReplacement({
  asked,
  picker: runs,
  annotations,
  title,
  placeholder,
  choices,
}: ReplacementQuestion): Promise<void> {
  const { editor, run } = asked;
  const picker = vscode.window.createQuickPick<ReplacementChoice>();
  Object.assign(picker, { title: `${title} · ${run.name}`, placeholder, busy: true, matchOnDescription: true });
  if (runs.taken) picker.buttons = [ANOTHER];
  const preview = (choice: ReplacementChoice | undefined) => {
    const replacements = placed(choice, asked.now());
    annotations.show(
      'replaced',
      editor.document,
      replacements.map(({ range, text }) => ({ range, behind: text })),
    );
    if (replacements[0]) editor.revealRange(replacements[0].range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };
  const search = new AbortController();
  try {
    const chosen = await new Promise<ReplacementChoice>((resolve, reject) => {
      picker.onDidChangeActive(([active]) => preview(active));
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item) resolve(item);
      });
      picker.onDidTriggerButton(() => {
        reject(new vscode.CancellationError());
        void vscode.commands.executeCommand('unroll.askAnotherRun');
      });
      picker.onDidHide(() => reject(new vscode.CancellationError()));
      picker.show();
      choices(search.signal).then((items) => {
        picker.busy = false;
        picker.items = items;
      }, reject);
    });
    await replaceText(editor, placed(chosen, stillThere(asked)));
  } finally {
    search.abort();
    annotations.clear('replaced', editor.document);
    picker.dispose();
  }
}

function placed(choice: ReplacementChoice | undefined, ranges: readonly (vscode.Range | undefined)[]): readonly Replacement[] {
  return (choice?.replacements ?? []).flatMap((text, at) => {
    const range = ranges[at];
    return range && text !== undefined ? [{ range, text }] : [];
  });
}
