/** One run in the tree: its state as an icon, its cell and loss beside its name, the rest on hovering. */
import * as vscode from 'vscode';
import type { RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { lossOfAnswers, type RunStatus, reachedEnd } from '../../protocol/runState';
import { taskWords } from '../../protocol/taskWords';
import { overfittingText, standingText, trainingText } from './trainingText';

const ICONS: Readonly<Record<RunStatus, readonly [icon: string, color?: string]>> = {
  training: ['sync~spin'],
  done: ['pass', 'testing.iconPassed'],
  stopped: ['debug-pause'],
  interrupted: ['warning', 'list.warningForeground'],
  failed: ['error', 'list.errorForeground'],
  unlearned: ['circle-slash', 'list.warningForeground'],
};

const WORDS: Readonly<Record<RunStatus, string>> = {
  training: 'training',
  done: 'done',
  stopped: 'stopped',
  interrupted: 'interrupted; can be resumed from its last checkpoint',
  failed: 'failed',
  unlearned: 'nothing learned',
};

export class RunItem extends vscode.TreeItem {
  constructor(readonly summary: RunSummary) {
    super(summary.name, vscode.TreeItemCollapsibleState.None);
    const { status, experiment, folder, latest, hasCheckpoint } = summary;
    const [icon, color] = ICONS[status];
    const shown = status === 'training' && latest ? trainingText(summary) : standingText(summary);
    this.id = folder;
    this.iconPath = new vscode.ThemeIcon(icon, color ? new vscode.ThemeColor(color) : undefined);
    const { knownBy, model } = taskWords(experiment);
    const what = knownBy === 'cell' ? experiment.cell : `${model} · ${experiment.cell}`;
    this.description = `${what} · ${shown}`;
    this.accessibilityInformation = { label: `${summary.name}, ${WORDS[status]}, ${what}, ${shown}` };
    this.command = { command: 'unroll.revealRun', title: 'Show Run', arguments: [folder] };
    const goesOn = hasCheckpoint && status !== 'training' ? [reachedEnd(status) ? 'finished' : 'resumable'] : [];
    // Menus go by its words; a task stands behind `checkpoint` only, since before there is nothing to use.
    this.contextValue = ['run', status, ...goesOn, ...(hasCheckpoint ? ['checkpoint', experiment.task] : [])].join(' ');
    this.tooltip = tooltip(summary);
  }
}

/** A run that cannot be read: it says why, and can be looked at or deleted. */
export class UnreadableItem extends vscode.TreeItem {
  /** @param what of a folder of runs that cannot be read: it is nothing to delete */
  constructor(
    readonly run: UnreadableRun,
    what: 'unreadable' | 'unreadable root' = 'unreadable',
  ) {
    super(run.name, vscode.TreeItemCollapsibleState.None);
    this.id = run.folder;
    this.iconPath = new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.errorForeground'));
    this.description = 'cannot be read';
    this.tooltip = run.reason;
    this.accessibilityInformation = { label: `${run.name}, cannot be read: ${run.reason}` };
    this.contextValue = what;
  }
}

function tooltip(summary: RunSummary): vscode.MarkdownString {
  const { name, status, experiment, update, latest, best, validation, message, modified, device } = summary;
  const answers = lossOfAnswers(summary);
  const at = (of: number) => `at update ${of.toLocaleString('en')}`;
  const { hidden, layers, batch, window, learningRate, files } = experiment;
  const { unit, knownBy, model, learns } = taskWords(experiment);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['task', knownBy === 'cell' ? undefined : `${model}: learns ${learns}`],
    ['cell', `${experiment.cell}, ${hidden} units, ${layers} ${layers === 1 ? 'layer' : 'layers'}`],
    ['text', files.join(', ')],
    ['loss', latest && `${figure(latest.loss)} nats/${unit}`],
    [
      'held out',
      answers?.heldOut
        ? `${figure(answers.loss)} nats/${unit}, perplexity ${figure(Math.exp(answers.loss))}, ${at(answers.update)}`
        : undefined,
    ],
    [
      'last',
      best && validation && validation.update > best.update
        ? `${figure(validation.loss)} nats/${unit}, ${at(validation.update)}`
        : undefined,
    ],
    ['updates', `${update.toLocaleString('en')}, B ${batch}, T ${window}, η ${learningRate}`],
    ['answers', best && `with the checkpoint ${at(best.update)}, the best on what is held out`],
    ['note', overfittingText(summary)],
    ['device', device],
    ['changed', new Date(modified).toLocaleString()],
  ];
  const markdown = new vscode.MarkdownString();
  markdown.appendMarkdown('**').appendText(name).appendMarkdown('** · ').appendText(WORDS[status]).appendMarkdown('\n\n| | |\n|:--|:--|\n');
  for (const [label, value] of rows)
    if (value) markdown.appendMarkdown(`| ${label} | `).appendText(value.replaceAll('|', '¦')).appendMarkdown(' |\n');
  if (message) markdown.appendMarkdown('\n\n').appendText(message);
  return markdown;
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
