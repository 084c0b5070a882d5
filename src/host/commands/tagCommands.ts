/** Restore Selection puts back what a text lost, as one undoable edit; Tag Selection shows the tag of each character behind its line. */
import * as vscode from 'vscode';
import type { Tagging } from '../../engine/results';
import type { Annotation } from '../editors/annotations';
import { textIn } from '../editors/lines';
import { replaceText } from '../editors/replaceText';
import { askInEditor, stillThere } from './askInEditor';
import { askWithProgress } from './askWithProgress';
import type { Commands, CommandTools } from './commands';

export function tagCommands(tools: CommandTools): Commands {
  const { engine, annotations } = tools;
  return {
    'unroll.tag': askInEditor(
      tools,
      {
        command: 'unroll.tag',
        task: 'tag',
        question: 'Tag with which run?',
        about: ({ document, selection }) => [textIn(document, selection)],
        unit: 'text',
      },
      async (asked) => {
        const { editor, passages } = asked;
        const { folder, name, experiment } = asked.run;
        const text = passages[0]?.text ?? '';
        const title = experiment.rule ? `Restoring ${experiment.rule} with ${name}` : `Tagging with ${name}`;
        const tagging = await askWithProgress(engine, title, folder, 'tag', { text });
        const [range] = stillThere(asked);
        if (!range) return;
        if (!experiment.rule) annotations.show('note', editor.document, notesOf(editor.document, range, tagging));
        else if (tagging.output !== text) await replaceText(editor, [{ range, text: tagging.output }]);
        else
          void vscode.window.showInformationMessage(`There is nothing to restore here: the model would leave ${experiment.rule} as it is.`);
      },
    ),
  };
}

/** The tags of each line behind it, and on hovering under its characters. */
function notesOf(document: vscode.TextDocument, range: vscode.Range, { text, tags }: Tagging): readonly Annotation[] {
  const characters = [...text];
  const notes: Annotation[] = [];
  let line: number[] = [];
  let row = range.start.line;
  for (let at = 0; at <= characters.length; at++) {
    if (at < characters.length && characters[at] !== '\n') {
      line.push(at);
      continue;
    }
    const said = line.map((index) => tags[index]?.character ?? '').join('');
    const hover = new vscode.MarkdownString().appendCodeblock(`${line.map((index) => characters[index]).join('')}\n${said}`, 'plaintext');
    if (said !== '') notes.push({ range: document.lineAt(row).range, behind: said, hover });
    line = [];
    row++;
  }
  return notes;
}
