/** Fill the Gap: what is selected, or ____, is replaced by what both sides of it let a model expect. */
import * as vscode from 'vscode';
import { firstCodePoints, lastCodePoints } from '../editors/codePoints';
import { findGap } from '../editors/gap';
import type { LastEditor } from '../editors/lastEditor';
import type { EngineProcess } from '../engineProcess';
import { StatedError } from '../statedError';
import { fillSettings } from '../workspace/settings';
import type { Commands } from './commandWrapper';
import { pickReplacement } from './pickReplacement';
import { type RunPicker, trainedFor } from './pickRun';

/** What is further away from a gap says little about it, and takes time to read. */
const CONTEXT_CHARACTERS = 500;
/** A quick pick shows so much beside the filling. */
const SHOWN_CHARACTERS = 24;

export function fillCommands(picker: RunPicker, engine: EngineProcess, lastEditor: LastEditor): Commands {
  return {
    'unroll.fillGap': async (given) => {
      const run = await picker.pick(given, { ...trainedFor('infill'), question: 'Fill the gap with which run?' });
      const editor = lastEditor.get();
      const range = gapIn(editor);
      const { document } = editor;
      const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
      const text = document.getText();
      const [before, after] = [
        lastCodePoints(text.slice(0, from), CONTEXT_CHARACTERS),
        firstCodePoints(text.slice(to), CONTEXT_CHARACTERS),
      ];
      await pickReplacement(editor, {
        engine,
        folder: run.folder,
        title: 'Fill the Gap',
        placeholder: 'What may stand there, best first; Enter puts it in',
        choices: async () => {
          const { fillings, unknown } = await engine.api.fill(run.folder, before, after, fillSettings());
          if (fillings.length === 0) throw new StatedError('The model found nothing that may stand there.');
          if (unknown.length > 0) vscode.window.setStatusBarMessage(`$(warning) Never seen in training: ${unknown.join(' ')}`, 8000);
          return fillings.map((filling) => ({
            label: filling.text,
            description: `${filling.nats.toFixed(2)} nats/char`,
            detail: oneLine(`…${lastCodePoints(before, SHOWN_CHARACTERS)}${filling.text}${firstCodePoints(after, SHOWN_CHARACTERS)}…`),
            replacements: [{ range, text: filling.text }],
          }));
        },
      });
    },
  };
}

/** @throws StatedError where neither is there */
function gapIn({ document, selection }: vscode.TextEditor): vscode.Range {
  if (!selection.isEmpty) return selection;
  const gap = findGap(document.getText(), document.offsetAt(selection.active));
  if (!gap) throw new StatedError('There is no gap here: select one, or write ____ where something is missing.');
  return new vscode.Range(document.positionAt(gap.start), document.positionAt(gap.end));
}

function oneLine(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '↵');
}
