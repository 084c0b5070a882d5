/** Fill the Gap: what is selected, or ____, is replaced by what both sides of it let a model expect. */
import * as vscode from 'vscode';
import { fittingShown } from '../../protocol/figures';
import { gapAt } from '../../protocol/gap';
import { listedUnits } from '../../protocol/textUnits';
import { firstCodePoints, lastCodePoints } from '../editors/codePoints';
import type { Line } from '../editors/lines';
import { StatedError } from '../statedError';
import { fillSettings } from '../workspace/settings';
import { askInEditor } from './askInEditor';
import type { Commands, CommandTools } from './commands';
import { pickReplacement } from './pickReplacement';

/** What is further away from a gap says little about it, and takes time to read. */
const CONTEXT_CHARACTERS = 500;
/** A quick pick shows so much beside the filling. */
const SHOWN_CHARACTERS = 24;

export function fillCommands(tools: CommandTools): Commands {
  const { engine, annotations, picker } = tools;
  return {
    'unroll.fillGap': askInEditor(
      tools,
      { command: 'unroll.fillGap', task: 'infill', question: 'Fill the gap with which run?', about: gapIn, unit: 'text' },
      async (asked) => {
        const { folder } = asked.run;
        const [before, after] = aroundOf(asked.editor.document, asked.passages[0]?.range);
        await pickReplacement({
          asked,
          picker,
          annotations,
          title: 'Fill the Gap',
          placeholder: 'What may stand there, best first; Enter puts it in',
          choices: async (signal) => {
            const { fillings, unknown } = await engine.ask(folder, 'fill', { before, after, ...fillSettings() }, { signal });
            if (fillings.length === 0) throw new StatedError('The model found nothing that may stand there.');
            if (unknown.length > 0) vscode.window.setStatusBarMessage(`$(warning) Never seen in training: ${listedUnits(unknown)}`, 8000);
            return fillings.map((filling) => ({
              label: filling.text,
              description: fittingShown(filling),
              detail: oneLine(`…${lastCodePoints(before, SHOWN_CHARACTERS)}${filling.text}${firstCodePoints(after, SHOWN_CHARACTERS)}…`),
              replacements: [filling.text],
            }));
          },
        });
      },
    ),
  };
}

/** What is selected, else the gap that is nearest. @throws StatedError where neither is there */
function gapIn({ document, selection }: vscode.TextEditor): readonly Line[] {
  if (!selection.isEmpty) return [{ range: selection, text: document.getText(selection) }];
  const gap = gapAt(document.getText(), document.offsetAt(selection.active));
  if (!gap) throw new StatedError('There is no gap here: select one, or write ____ where something is missing.');
  const range = new vscode.Range(document.positionAt(gap.start), document.positionAt(gap.end));
  return [{ range, text: document.getText(range) }];
}

function aroundOf(document: vscode.TextDocument, gap = new vscode.Range(0, 0, 0, 0)): readonly [before: string, after: string] {
  const text = document.getText();
  return [
    lastCodePoints(text.slice(0, document.offsetAt(gap.start)), CONTEXT_CHARACTERS),
    firstCodePoints(text.slice(document.offsetAt(gap.end)), CONTEXT_CHARACTERS),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '↵');
}
