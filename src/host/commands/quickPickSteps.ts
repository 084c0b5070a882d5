/** A sequence of quick picks with a back button. A step may also take what is typed, where that is valid. */
import * as vscode from 'vscode';

export interface Step<Answer> {
  readonly placeholder: string;
  readonly choices: readonly Choice<Answer>[];
  /** Chosen at first. */
  readonly initial?: Answer;
  /** Makes a choice of what is typed, or undefined where it is none. */
  readonly typed?: (text: string) => Choice<Answer> | undefined;
}

export interface Choice<Answer> extends vscode.QuickPickItem {
  readonly value: Answer;
}

const BACK = Symbol('back');

/** Asks each step in turn; a step is built from the answers before it. @throws CancellationError when dismissed */
export async function askSteps<Answer>(
  title: string,
  steps: readonly ((answers: readonly Answer[]) => Step<Answer>)[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < steps.length; ) {
    const step = steps[at]?.(answers.slice(0, at));
    if (!step) break;
    const initial = at in answers ? answers[at] : step.initial;
    const answer = await askStep({ ...step, ...(initial === undefined ? {} : { initial }) }, title, at, steps.length);
    if (answer === BACK) at--;
    else answers[at++] = answer;
  }
  return answers;
}

async function askStep<Answer>(step: Step<Answer>, title: string, at: number, count: number): Promise<Answer | typeof BACK> {
  const picker = vscode.window.createQuickPick<Choice<Answer>>();
  const chosen = step.choices.filter(({ value }) => value === step.initial);
  Object.assign(picker, {
    title,
    step: at + 1,
    totalSteps: count,
    placeholder: step.placeholder,
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  picker.items = step.choices;
  picker.activeItems = chosen;
  picker.buttons = at > 0 ? [vscode.QuickInputButtons.Back] : [];
  const typing = picker.onDidChangeValue((text) => {
    const typed = text.trim() === '' ? undefined : step.typed?.(text.trim());
    picker.items = typed && !step.choices.some(({ label }) => label === typed.label) ? [typed, ...step.choices] : step.choices;
  });
  try {
    return await new Promise<Answer | typeof BACK>((resolve, reject) => {
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item) resolve(item.value);
      });
      picker.onDidTriggerButton(() => resolve(BACK));
      picker.onDidHide(() => reject(new vscode.CancellationError()));
      picker.show();
    });
  } finally {
    typing.dispose();
    picker.dispose();
  }
}
