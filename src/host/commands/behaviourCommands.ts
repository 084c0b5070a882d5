/** Compare Behaviour on This Text: two runs, or checkpoints, read the text in front, and its lines say which became more predictable. */
import * as vscode from 'vscode';
import { type BehaviourChange, behaviourChange, mostChanged, perCharacter } from '../../protocol/behaviourChange';
import type { Side } from '../../protocol/compareProtocol';
import type { RunSummary } from '../../protocol/engineProtocol';
import { taskWords } from '../../protocol/taskWords';
import { CHANGE_KINDS, markChanges, nextChange, signedBits } from '../editors/behaviourMarks';
import { INSPECT_CHARACTERS } from '../editors/passage';
import { TrackedRanges } from '../editors/trackedRanges';
import { StatedError } from '../statedError';
import { standingText } from '../views/trainingText';
import { askWithProgress } from './askWithProgress';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';
import { askSteps, type Choice } from './quickPickSteps';
import { selectedRuns } from './selectedRuns';

interface Named extends Side {
  readonly name: string;
}

export function behaviourCommands({ runs, engine, lastEditor, annotations, comparisons, runsTree }: CommandTools): Commands {
  const go = (direction: 1 | -1) => () => {
    const editor = lastEditor.get();
    const found = nextChange(annotations, editor.document, editor.selection.active, direction);
    if (!found) throw new StatedError('No line of this document is marked: choose Compare Behaviour on This Text first.');
    editor.selection = new vscode.Selection(found.start, found.start);
    editor.revealRange(found, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };
  return {
    'unroll.compareBehaviour': async (clicked, selected) => {
      await runs.known();
      const chosen = selectedRuns(clicked, selected, runsTree).flatMap(({ folder }) => runs.find(folder) ?? []);
      const sides = await pickSides(runs.all, chosen);
      const editor = lastEditor.get();
      const { document, selection } = editor;
      const { range, text } = textOf(document, selection);
      const tracked = new TrackedRanges(document, [range]);
      try {
        const read = ({ folder, name, checkpoint }: Named) =>
          askWithProgress(engine, `Reading with ${name}`, folder, 'expectation', { text }, checkpoint);
        const [before, after] = [await read(sides[0]), await read(sides[1])];
        const [now] = tracked.ranges;
        if (!now) throw new StatedError('The text was edited meanwhile: ask once more.');
        const change = behaviourChange(text, before, after);
        if (change.lines.length === 0) throw new StatedError('There is no line here that both could be held against.');
        markChanges(annotations, document, { change, names: [sides[0].name, sides[1].name], text, offset: document.offsetAt(now.start) });
        const opened = sides.map(({ folder, checkpoint }) => ({ folder, checkpoint }));
        const passage = { document, viewColumn: editor.viewColumn, range: now, text };
        void tell(change, () => comparisons.openSides(opened, document.getText(now) === text ? passage : undefined));
      } finally {
        tracked.dispose();
      }
    },
    'unroll.nextChange': go(1),
    'unroll.previousChange': go(-1),
    'unroll.clearChanges': () => {
      for (const kind of CHANGE_KINDS) annotations.clear(kind);
    },
  };
}

/** What is selected, else all. @throws StatedError where that is nothing, or more than is read at once */
function textOf(document: vscode.TextDocument, selection: vscode.Selection) {
  const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  const range = selection.isEmpty ? whole : selection;
  const text = document.getText(range);
  if (text.trim() === '') throw new StatedError('There is no text here: open a document that has some, or select some.');
  if (text.length > 2 * INSPECT_CHARACTERS || [...text].length > INSPECT_CHARACTERS)
    throw new StatedError(`This is more than ${INSPECT_CHARACTERS.toLocaleString('en')} characters: select a part of it.`);
  return { range, text };
}

/** Whether a run predicts each character of a text. */
function predicts({ hasCheckpoint, experiment }: RunSummary): boolean {
  const words = taskWords(experiment);
  return hasCheckpoint && (words.predicts === 'here' || (words.begins === 'text' && words.tab === 'continuations'));
}

/** Two that are selected are taken, the earlier begun before the later; else what is before and what after is asked. */
async function pickSides(all: readonly RunSummary[], chosen: readonly RunSummary[]): Promise<readonly [Named, Named]> {
  const [one, other, more] = [...chosen].sort((a, b) => a.begun - b.begun);
  if (one && other && !more) return [plain(one), plain(other)];
  const fitting = all.filter(predicts);
  if (fitting.length === 0) throw TRAINED.none;
  const choices = fitting.flatMap(choicesOf);
  if (choices.length < 2)
    throw new StatedError(
      `${fitting[0]?.name} is the only run that predicts texts, and it kept no checkpoints of its way. Train another one, or with the setting unroll.keepCheckpoints.`,
    );
  const first = one && choices.filter(({ value }) => value.folder === one.folder);
  const [before, after] = await askSteps<Named>('Compare Behaviour on This Text', [
    () => ({
      placeholder: 'Before: a run, or a checkpoint',
      choices: first && first.length > 1 ? [...first, ...choices.filter((c) => !first.includes(c))] : choices,
    }),
    ([taken]) => {
      const others = choices.filter(({ value }) => value.folder !== taken?.folder || value.checkpoint !== taken.checkpoint);
      const own = others.filter(({ value }) => value.folder === taken?.folder);
      return { placeholder: 'After: what it is held against', choices: [...own, ...others.filter((each) => !own.includes(each))] };
    },
  ]);
  if (!before || !after) throw new vscode.CancellationError();
  return [before, after];
}

const plain = ({ folder, name }: RunSummary): Named => ({ folder, checkpoint: undefined, name });

/** The model that answers, and the checkpoints that were kept. */
function choicesOf(run: RunSummary): Choice<Named>[] {
  const { name, folder, kept, experiment } = run;
  return [
    { label: name, description: `${experiment.cell} · ${standingText(run)}`, value: plain(run) },
    ...kept.map((checkpoint) => {
      const label = `${name}, update ${checkpoint.toLocaleString('en')}`;
      return { label, description: 'checkpoint', value: { folder, checkpoint, name: label } };
    }),
  ];
}

/** The one notification: what became of the text. Not waited for: it may stay for hours. */
async function tell(change: BehaviourChange, showTable: () => void): Promise<void> {
  const table = 'Compare the Two';
  if ((await vscode.window.showInformationMessage(inWords(change), table)) === table) showTable();
}

function inWords(change: BehaviourChange): string {
  const { before, after, characters, leftOut, formsDiffer } = change;
  const { more, less } = mostChanged(change);
  const lines = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`;
  const each = (bits: number) => (bits / Math.max(1, characters)).toFixed(2);
  return [
    `${lines(more.length)} became more predictable, ${lines(less.length)} less so: ${each(before)} → ${each(after)} bits a character (${signedBits(perCharacter(change))}).`,
    ...(leftOut === 0 ? [] : [`${lines(leftOut)} left out, with words that one of them does not know.`]),
    ...(formsDiffer ? ['They read line ends, or letters with marks, in different forms.'] : []),
  ].join(' ');
}
