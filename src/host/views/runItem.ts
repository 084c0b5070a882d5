/** One run in the tree: its state as an icon, its cell and loss beside its name, the rest on hovering. */
import * as vscode from 'vscode';
import type { RunState, RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import type { Live } from '../workspace/runs';
import { taskWords } from '../workspace/taskWords';
import { lossText, trainingText } from './trainingText';

const ICONS: Readonly<Record<RunState, readonly [icon: string, color?: string]>> = {
  training: ['sync~spin'],
  done: ['pass', 'testing.iconPassed'],
  stopped: ['debug-pause'],
  interrupted: ['warning', 'list.warningForeground'],
  failed: ['error', 'list.errorForeground'],
};

const WORDS: Readonly<Record<RunState, string>> = {
  training: 'training',
  done: 'done',
  stopped: 'stopped',
  interrupted: 'interrupted; can be resumed from its last checkpoint',
  failed: 'failed',
};

export class RunItem extends vscode.TreeItem {
  constructor(
    readonly summary: RunSummary,
    live?: Live,
  ) {
    super(summary.name, vscode.TreeItemCollapsibleState.None);
    const { state, experiment, folder, loss, validation, hasCheckpoint } = summary;
    const [icon, color] = ICONS[state];
    const shown = live?.latest ? trainingText(live.latest) : lossText(validation ?? loss);
    this.id = folder;
    this.iconPath = new vscode.ThemeIcon(icon, color ? new vscode.ThemeColor(color) : undefined);
    const what = experiment.task === 'language-model' ? experiment.cell : `${taskWords(experiment).model} · ${experiment.cell}`;
    this.description = `${what} · ${shown}`;
    this.accessibilityInformation = { label: `${summary.name}, ${WORDS[state]}, ${what}, ${shown}` };
    this.command = { command: 'unroll.revealRun', title: 'Show Run', arguments: [folder] };
    const resumable = state !== 'training' && hasCheckpoint;
    // Menus go by its words; a task stands behind `checkpoint` only, since before there is nothing to use.
    this.contextValue = ['run', state, ...(resumable ? ['resumable'] : []), ...(hasCheckpoint ? ['checkpoint', experiment.task] : [])].join(
      ' ',
    );
    this.tooltip = tooltip(summary, live);
  }
}

/** A run that cannot be read: it says why, and can be looked at or deleted. */
export class UnreadableItem extends vscode.TreeItem {
  constructor(readonly run: UnreadableRun) {
    super(run.name, vscode.TreeItemCollapsibleState.None);
    this.id = run.folder;
    this.iconPath = new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.errorForeground'));
    this.description = 'cannot be read';
    this.tooltip = run.reason;
    this.accessibilityInformation = { label: `${run.name}, cannot be read: ${run.reason}` };
    this.contextValue = 'unreadable';
  }
}

function tooltip(summary: RunSummary, live?: Live): vscode.MarkdownString {
  const { name, state, experiment, update, loss, validation, message, modified, answersFrom } = summary;
  const { hidden, layers, batch, window, learningRate, files } = experiment;
  const unit = experiment.task === 'classify' ? 'label' : experiment.task === 'tag' ? 'tag' : 'char';
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['task', experiment.task === 'language-model' ? undefined : `${taskWords(experiment).model}: learns ${taskWords(experiment).learns}`],
    ['cell', `${experiment.cell}, ${hidden} units, ${layers} ${layers === 1 ? 'layer' : 'layers'}`],
    ['text', files.join(', ')],
    ['loss', loss === undefined ? undefined : `${figure(loss)} nats/${unit}`],
    ['held out', validation === undefined ? undefined : `${figure(validation)} nats/${unit}, perplexity ${figure(Math.exp(validation))}`],
    ['updates', `${update.toLocaleString('en')}, B ${batch}, T ${window}, η ${learningRate}`],
    ['answers', answersFrom === 'best' ? 'with the checkpoint that was best on what is held out' : undefined],
    ['device', live?.started?.device.label],
    ['changed', new Date(modified).toLocaleString()],
  ];
  const markdown = new vscode.MarkdownString();
  markdown.appendMarkdown('**').appendText(name).appendMarkdown('** · ').appendText(WORDS[state]).appendMarkdown('\n\n| | |\n|:--|:--|\n');
  for (const [label, value] of rows)
    if (value) markdown.appendMarkdown(`| ${label} | `).appendText(value.replaceAll('|', '¦')).appendMarkdown(' |\n');
  if (message) markdown.appendMarkdown('\n\n').appendText(message);
  return markdown;
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
