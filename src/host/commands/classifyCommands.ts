/** Labels for the selection, or for each line, behind the text in the editor. */
import * as vscode from 'vscode';
import type { Classification } from '../../engine/results';
import { percent } from '../../protocol/figures';
import { listedUnits } from '../../protocol/textUnits';
import type { Annotation } from '../editors/annotations';
import { linesIn, textIn } from '../editors/lines';
import { type Asked, askInEditor, stillThere } from './askInEditor';
import { askWithProgress } from './askWithProgress';
import type { Commands, CommandTools } from './commands';

const TOLD = 5;
const CLASSIFYING = { task: 'classify', question: 'Classify with which run?' } as const;

export function classifyCommands(tools: CommandTools): Commands {
  const { engine, annotations } = tools;
  const label = async (asked: Asked) => {
    const { run, editor, passages } = asked;
    const texts = passages.map(({ text }) => text);
    const classified = await askWithProgress(engine, `Classifying with ${run.name}`, run.folder, 'classify', { texts });
    const ranges = stillThere(asked);
    annotations.show(
      'note',
      editor.document,
      classified.flatMap((classification, at) => noteOf(classification, ranges[at], run.name)),
    );
    return classified;
  };
  return {
    'unroll.classify': askInEditor(
      tools,
      { ...CLASSIFYING, command: 'unroll.classify', about: ({ document, selection }) => [textIn(document, selection)], unit: 'text' },
      async (asked) => {
        const [classified] = await label(asked);
        if (classified) vscode.window.setStatusBarMessage(`$(list-filter) ${inWords(classified)}`, 10_000);
      },
    ),
    'unroll.classifyLines': askInEditor(
      tools,
      { ...CLASSIFYING, command: 'unroll.classifyLines', about: ({ document, selection }) => linesIn(document, selection), unit: 'lines' },
      async (asked) => {
        const classified = await label(asked);
        const table = 'Open as Table';
        const chosen = await vscode.window.showInformationMessage(tally(classified), table);
        if (chosen === table) await openTable(classified);
      },
    ),
    'unroll.clearLabels': () => {
      if (!annotations.has('note')) vscode.window.setStatusBarMessage('$(info) No document shows labels or tags', 5000);
      annotations.clear('note');
    },
  };
}

function noteOf({ labels, unknown }: Classification, range: vscode.Range | undefined, run: string): Annotation[] {
  const [first] = labels;
  if (!first || !range) return [];
  const hover = new vscode.MarkdownString(undefined, true);
  hover.isTrusted = { enabledCommands: ['unroll.clearLabels'] };
  hover.appendMarkdown('| label | |\n|:--|--:|\n');
  for (const { symbol, probability } of labels.slice(0, TOLD)) hover.appendMarkdown(`| ${escaped(symbol)} | ${percent(probability)} |\n`);
  if (unknown.length > 0) hover.appendMarkdown('\n\nNever seen in training: ').appendText(listedUnits(unknown));
  hover.appendMarkdown('\n\n').appendText(run).appendMarkdown(' · [Clear labels](command:unroll.clearLabels)');
  return [{ range, behind: `${first.symbol} ${percent(first.probability)}`, hover }];
}

function escaped(label: string): string {
  return label.replaceAll(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&').replaceAll('\n', ' ');
}

function inWords({ labels }: Classification): string {
  return labels
    .slice(0, 3)
    .map(({ symbol, probability }) => `${symbol} ${percent(probability)}`)
    .join(' · ');
}

/** "120 lines: 54 Russian, 20 English, …" */
function tally(classified: readonly Classification[]): string {
  const counts = new Map<string, number>();
  for (const { labels } of classified) {
    const label = labels[0]?.symbol ?? '';
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const most = [...counts].sort((a, b) => b[1] - a[1]);
  const told = most.slice(0, TOLD).map(([label, count]) => `${count} ${label}`);
  const lines = `${classified.length.toLocaleString('en')} ${classified.length === 1 ? 'line' : 'lines'}`;
  return `${lines}: ${told.join(', ')}${most.length > TOLD ? ', …' : ''}`;
}

async function openTable(classified: readonly Classification[]): Promise<void> {
  const rows = classified.map(({ text, labels: [first] }) =>
    [text.replaceAll('\t', ' '), first?.symbol ?? '', first?.probability.toFixed(4) ?? ''].join('\t'),
  );
  const content = `${['text\tlabel\tprobability', ...rows].join('\n')}\n`;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }), { viewColumn: vscode.ViewColumn.Beside });
}
