/**
 * The one way to ask a model about passages of the editor in front: which run, which passages, and where these stand
 * when the answer comes, since the document may have been edited meanwhile.
 */
import type * as vscode from 'vscode';
import type { Task } from '../../engine/experimentSchema';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { LastEditor } from '../editors/lastEditor';
import type { Line } from '../editors/lines';
import { TrackedRanges, type Unit } from '../editors/trackedRanges';
import { StatedError } from '../statedError';
import { type RunPicker, trainedFor } from './pickRun';

export interface EditorQuestion {
  readonly task: Task;
  readonly command: string;
  /** For the quick pick of a run: "Classify with which run?" */
  readonly question: string;
  readonly about: (editor: vscode.TextEditor) => readonly Line[];
  /** What the passages are, and so which edit makes an answer obsolete. */
  readonly unit: Unit;
}

export interface Asked {
  readonly run: RunSummary;
  readonly editor: vscode.TextEditor;
  readonly passages: readonly Line[];
  /** Where each passage is now; undefined where it was edited meanwhile. */
  readonly now: () => readonly (vscode.Range | undefined)[];
}

export interface EditorAsking {
  readonly picker: RunPicker;
  readonly lastEditor: LastEditor;
}

/** A command's handler. `answer` asks, and does with the answer what the command is for. */
export function askInEditor({ picker, lastEditor }: EditorAsking, about: EditorQuestion, answer: (asked: Asked) => Promise<void>) {
  return async (given: unknown): Promise<void> => {
    const run = await picker.pick(given, { ...trainedFor(about.task), ...about });
    const editor = lastEditor.get();
    const passages = about.about(editor);
    const ranges = passages.map(({ range }) => range);
    const tracked = new TrackedRanges(editor.document, ranges, about.unit);
    try {
      await answer({ run, editor, passages, now: () => tracked.ranges });
    } finally {
      tracked.dispose();
    }
  };
}

/** @throws StatedError where every passage was edited meanwhile */
export function stillThere({ now }: Asked): readonly (vscode.Range | undefined)[] {
  const ranges = now();
  if (ranges.every((range) => range === undefined)) throw new StatedError('The text was edited meanwhile: ask once more.');
  return ranges;
}
