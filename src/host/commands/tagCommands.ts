/** Restore Selection puts back what a text lost, as one undoable edit; Tag Selection shows the tag of each character behind its line. */
import * as vscode from 'vscode';
import type { Tagging } from '../../engine/results';
import type { LastEditor } from '../editors/lastEditor';
import type { LineNotes, Note } from '../editors/lineNotes';
import { textIn } from '../editors/lines';
import type { EngineProcess } from '../engineProcess';
import { StatedError } from '../statedError';
import { askModel } from '../views/askModel';
import type { Commands } from './commandWrapper';
import { replace } from './pickReplacement';
import { type RunPicker, trainedFor } from './pickRun';

export function tagCommands(picker: RunPicker, engine: EngineProcess, lastEditor: LastEditor, notes: LineNotes): Commands {
  return {
    'unroll.tag': async (given) => {
      const { folder, name, experiment } = await picker.pick(given, { ...trainedFor('tag'), question: 'Tag with which run?' });
      const editor = lastEditor.get();
      const { document } = editor;
      const { version } = document;
      const { range, text } = textIn(document, editor.selection);
      const title = experiment.rule ? `Restoring ${experiment.rule} with ${name}` : `Tagging with ${name}`;
      const tagging = await askModel(engine, folder, title, () => engine.api.tag(folder, text));
      if (document.version !== version) throw new StatedError('The text was edited meanwhile: ask once more.');
      if (!experiment.rule) return notes.show(document, notesOf(document, range, tagging));
      if (tagging.output === text) {
        void vscode.window.showInformationMessage(`There is nothing to restore here: the model would leave ${experiment.rule} as it is.`);
        return undefined;
      }
      return replace(editor, [{ range, text: tagging.output }]);
    },
  };
}

/** The tags of each line behind it, and on hovering under its characters. */
function notesOf(document: vscode.TextDocument, range: vscode.Range, { text, tags }: Tagging): readonly Note[] {
  const characters = [...text];
  const notes: Note[] = [];
  let line: number[] = [];
  let row = range.start.line;
  for (let at = 0; at <= characters.length; at++) {
    if (at < characters.length && characters[at] !== '\n') {
      line.push(at);
      continue;
    }
    const said = line.map((index) => tags[index]?.character ?? '').join('');
    const hover = new vscode.MarkdownString().appendCodeblock(`${line.map((index) => characters[index]).join('')}\n${said}`, 'plaintext');
    if (said !== '') notes.push({ range: document.lineAt(row).range, text: said, hover });
    line = [];
    row++;
  }
  return notes;
}
