/** Labels for the selection, or for each line, behind the text in the editor. */
import * as vscode from 'vscode';
import type { Classification } from '../../engine/results';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { LastEditor } from '../editors/lastEditor';
import type { LineNotes, Note } from '../editors/lineNotes';
import { type Line, linesIn, textIn } from '../editors/lines';
import type { EngineProcess } from '../engineProcess';
import { askModel } from '../views/askModel';
import type { Commands } from './commandWrapper';
import { type RunPicker, trainedFor } from './pickRun';

const TOLD = 5;

export function classifyCommands(picker: RunPicker, engine: EngineProcess, lastEditor: LastEditor, notes: LineNotes): Commands {
  const label = async ({ folder, name }: RunSummary, document: vscode.TextDocument, lines: readonly Line[]) => {
    const texts = lines.map(({ text }) => text);
    const classified = await askModel(engine, folder, `Classifying with ${name}`, () => engine.api.classify(folder, texts));
    notes.show(
      document,
      classified.flatMap((classification, at) => noteOf(classification, lines[at]?.range, name)),
    );
    return classified;
  };
  return {
    'unroll.classify': async (given) => {
      const run = await picker.pick(given, { ...trainedFor('classify'), question: 'Classify with which run?' });
      const { document, selection } = lastEditor.get();
      const [classified] = await label(run, document, [textIn(document, selection)]);
      if (classified) vscode.window.setStatusBarMessage(`$(list-filter) ${inWords(classified)}`, 10_000);
    },
    'unroll.classifyLines': async (given) => {
      const run = await picker.pick(given, { ...trainedFor('classify'), question: 'Classify with which run?' });
      const { document, selection } = lastEditor.get();
      const lines = linesIn(document, selection);
      const classified = await label(run, document, lines);
      const table = 'Open as Table';
      const chosen = await vscode.window.showInformationMessage(tally(classified), table);
      if (chosen === table) await openTable(classified);
    },
    'unroll.clearLabels': () => notes.clear(),
  };
}

function noteOf({ labels, unknown }: Classification, range: vscode.Range | undefined, run: string): Note[] {
  const [first] = labels;
  if (!first || !range) return [];
  const hover = new vscode.MarkdownString(undefined, true);
  hover.isTrusted = { enabledCommands: ['unroll.clearLabels'] };
  hover.appendMarkdown('| label | |\n|:--|--:|\n');
  for (const { symbol, probability } of labels.slice(0, TOLD)) hover.appendMarkdown(`| ${escaped(symbol)} | ${percent(probability)} |\n`);
  if (unknown.length > 0) hover.appendMarkdown('\n\nNever seen in training: ').appendText(unknown.join(' '));
  hover.appendMarkdown('\n\n').appendText(run).appendMarkdown(' · [Clear labels](command:unroll.clearLabels)');
  return [{ range, text: `${first.symbol} ${percent(first.probability)}`, hover }];
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

function percent(probability: number): string {
  return probability > 0 && probability < 0.005 ? '<1 %' : `${Math.round(probability * 100)} %`;
}
