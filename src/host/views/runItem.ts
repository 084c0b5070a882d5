/** One run in the tree: its state as an icon, its cell and loss beside its name, the rest on hovering. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { lossOfAnswers, type RunStatus, reachedEnd } from '../../protocol/runState';
import { taskWords } from '../../protocol/taskWords';
import { shortened } from '../../protocol/textUnits';
import { bestLoss, type Group, STATUS_WORDS } from './arrangement';
import { lossText, overfittingText, standingText, trainingText } from './trainingText';

const ICONS: Readonly<Record<RunStatus, readonly [icon: string, color?: string]>> = {
  training: ['sync~spin'],
  done: ['pass', 'testing.iconPassed'],
  stopped: ['debug-pause'],
  interrupted: ['warning', 'list.warningForeground'],
  failed: ['error', 'list.errorForeground'],
  unlearned: ['circle-slash', 'list.warningForeground'],
};

/** So much of a note is shown behind its run. */
const MOST_SHOWN = 40;

export class RunItem extends vscode.TreeItem {
  summary: RunSummary;

  constructor(summary: RunSummary) {
    super(summary.name, vscode.TreeItemCollapsibleState.None);
    this.summary = summary;
    this.id = summary.folder;
    this.command = { command: 'unroll.revealRun', title: 'Show Run', arguments: [summary.folder] };
    this.update(summary);
  }

  /** Shows how the run stands now; what is said on hovering is made when it is asked for. */
  update(summary: RunSummary): void {
    this.summary = summary;
    const { name, note, status, experiment, latest, hasCheckpoint } = summary;
    const [icon, color] = ICONS[status];
    const shown = status === 'training' && latest ? trainingText(summary) : standingText(summary);
    this.label = name;
    this.iconPath = new vscode.ThemeIcon(icon, color ? new vscode.ThemeColor(color) : undefined);
    const { knownBy, model } = taskWords(experiment);
    const what = knownBy === 'cell' ? experiment.cell : `${model} · ${experiment.cell}`;
    const noted = note === undefined ? [] : [inShort(note)];
    this.description = [...noted, what, shown].join(' · ');
    this.accessibilityInformation = {
      label: `${name}, ${STATUS_WORDS[status]}, ${what}, ${shown}${note === undefined ? '' : `, note: ${inShort(note)}`}`,
    };
    const goesOn = hasCheckpoint && status !== 'training' ? [reachedEnd(status) ? 'finished' : 'resumable'] : [];
    // Menus go by its words; a task stands behind `checkpoint` only, since before there is nothing to use.
    this.contextValue = ['run', status, ...goesOn, ...(hasCheckpoint ? ['checkpoint', experiment.task] : [])].join(' ');
    this.tooltip = undefined;
  }

  explain(): void {
    this.tooltip = tooltip(this.summary);
  }
}

/** Runs that belong together. */
export class GroupItem extends vscode.TreeItem {
  constructor(
    readonly root: string,
    public group: Group,
  ) {
    super(group.label, vscode.TreeItemCollapsibleState.Expanded);
    this.id = `${root} ${group.key}`;
    this.iconPath = new vscode.ThemeIcon('files');
    this.contextValue = 'group';
    this.update(group);
  }

  update(group: Group): void {
    this.group = group;
    const { length } = group.runs;
    const best = bestLoss(group.runs);
    const counted = `${length.toLocaleString('en')} ${length === 1 ? 'run' : 'runs'}`;
    this.description = best === undefined ? counted : `${counted} · best ${lossText(best)}`;
    this.tooltip = `${group.label}: ${this.description}`;
    this.accessibilityInformation = { label: `Runs of ${group.label}, ${this.description}` };
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
  const { name, note, aboutUnread, folder, status, experiment, update, latest, best, validation, message, modified, device } = summary;
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
    ['warning', overfittingText(summary)],
    ['device', device],
    ['changed', new Date(modified).toLocaleString()],
    ['folder', path.basename(folder) === name ? undefined : path.basename(folder)],
  ];
  const markdown = new vscode.MarkdownString();
  markdown
    .appendMarkdown('**')
    .appendText(name)
    .appendMarkdown('** · ')
    .appendText(STATUS_WORDS[status])
    .appendMarkdown('\n\n| | |\n|:--|:--|\n');
  for (const [label, value] of rows)
    if (value) markdown.appendMarkdown(`| ${label} | `).appendText(value.replaceAll('|', '¦')).appendMarkdown(' |\n');
  for (const line of note?.split('\n') ?? []) markdown.appendMarkdown('\n\n').appendText(line);
  if (aboutUnread) markdown.appendMarkdown('\n\n').appendText(aboutUnread);
  if (message) markdown.appendMarkdown('\n\n').appendText(message);
  return markdown;
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Its first line, or the beginning of that. */
function inShort(note: string): string {
  return shortened(note.split('\n')[0] ?? '', MOST_SHOWN);
}
