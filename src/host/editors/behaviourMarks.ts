/** Lines that became more and less predictable, drawn over their document as a diff draws lines that came and went. */
import * as vscode from 'vscode';
import {
  type BehaviourChange,
  type LineChange,
  perCharacter,
  reachOf,
  type Strength,
  type Stretch,
  strengthOf,
} from '../../protocol/behaviourChange';
import { shortened, shownUnit } from '../../protocol/textUnits';
import type { AnnotationKind } from './annotationStyles';
import type { Annotation, Annotations } from './annotations';

const GREEN = ['gained', 'gainedMuch'] as const;
const RED = ['lost', 'lostMuch'] as const;
/** In place of one another. */
export const CHANGE_KINDS = ['changed', ...GREEN, ...RED] as const satisfies readonly AnnotationKind[];

/** Code points of a stretch that are shown. */
const MOST_SHOWN = 24;

export interface Compared {
  readonly change: BehaviourChange;
  /** What is before and what after, as people call them. */
  readonly names: readonly [string, string];
  /** The text that both read, and where it begins in the document. */
  readonly text: string;
  readonly offset: number;
}

/** @param document with the text still as it was read */
export function markChanges(annotations: Annotations, document: vscode.TextDocument, compared: Compared): void {
  const { change, offset } = compared;
  const reach = reachOf(change);
  const marks = new Map<AnnotationKind, Annotation[]>(CHANGE_KINDS.map((kind) => [kind, []]));
  for (const line of change.lines) {
    const strength = strengthOf(line, reach);
    if (strength === 0) continue;
    const range = new vscode.Range(document.positionAt(offset + line.from), document.positionAt(offset + line.to));
    marks.get('changed')?.push({ range, behind: `${signedBits(perCharacter(line))} bits/char`, hover: hoverOf(line, compared) });
    for (const kind of kindsOf(line, strength)) marks.get(kind)?.push({ range });
  }
  for (const [kind, of] of marks) annotations.show(kind, document, of);
}

/**
 * Where the next change is: neighbouring lines that changed alike are one. Lines that hardly changed are passed over where others
 * changed more. @param direction 1 forwards, −1 backwards; after the last one comes the first
 */
export function nextChange(
  annotations: Annotations,
  document: vscode.TextDocument,
  from: vscode.Position,
  direction: 1 | -1,
): vscode.Range | undefined {
  const [green, red] = (['gained', 'lost'] as const).map((kind) => blocksOf(annotations.of(kind, document)));
  const strong = [...(green ?? []), ...(red ?? [])];
  const blocks = strong.length > 0 ? strong : blocksOf(annotations.of('changed', document));
  const inOrder = blocks.sort((a, b) => a.start.compareTo(b.start));
  if (direction === 1) return inOrder.find(({ start }) => start.line > from.line) ?? inOrder[0];
  return inOrder.findLast(({ end }) => end.line < from.line) ?? inOrder.at(-1);
}

function blocksOf(annotations: readonly Annotation[]): vscode.Range[] {
  const blocks: vscode.Range[] = [];
  for (const { range } of [...annotations].sort((a, b) => a.range.start.compareTo(b.range.start))) {
    const last = blocks.at(-1);
    if (last && range.start.line <= last.end.line + 1) blocks[blocks.length - 1] = new vscode.Range(last.start, range.end);
    else blocks.push(range);
  }
  return blocks;
}

function kindsOf(line: LineChange, strength: Strength): readonly AnnotationKind[] {
  const [whole, much] = perCharacter(line) < 0 ? GREEN : RED;
  return strength === 3 ? [whole, much] : strength === 2 ? [whole] : [];
}

function hoverOf(line: LineChange, { names, text }: Compared): vscode.MarkdownString {
  const hover = new vscode.MarkdownString();
  hover.isTrusted = { enabledCommands: ['unroll.nextChange', 'unroll.previousChange', 'unroll.clearChanges'] };
  const { before, after, characters } = line;
  const each = (bits: number) => (bits / Math.max(1, characters)).toFixed(2);
  hover.appendMarkdown(`**${signedBits(perCharacter(line))} bits/char** · ${characters} characters\n\n`);
  hover.appendMarkdown('| | bits in all | bits/char |\n|:--|--:|--:|\n');
  for (const [name, bits] of [
    [names[0], before],
    [names[1], after],
  ] as const)
    hover
      .appendMarkdown('| ')
      .appendText(name.replaceAll('|', '¦'))
      .appendMarkdown(` | ${bits.toFixed(1)} | ${each(bits)} |\n`);
  const changed = line.most.filter((one) => one.before !== one.after);
  if (changed.length > 0) {
    hover.appendMarkdown('\n\nWhat changed most\n\n| | before | after |\n|:--|--:|--:|\n');
    for (const one of changed)
      hover
        .appendMarkdown('| ')
        .appendText(shown(one, text))
        .appendMarkdown(` | ${one.before.toFixed(2)} | ${one.after.toFixed(2)} |\n`);
  }
  if (line.unknown) hover.appendMarkdown('\n\nOne of them does not know something in this line.');
  hover.appendMarkdown(
    '\n\n[Previous](command:unroll.previousChange) · [Next](command:unroll.nextChange) · [Clear](command:unroll.clearChanges)',
  );
  return hover;
}

function shown({ from, to }: Stretch, text: string): string {
  return `“${shownUnit(shortened(text.slice(from, to), MOST_SHOWN))}”`.replaceAll('|', '¦');
}

/** With a sign, also of what is nothing. */
export const signedBits = (bits: number): string => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(2)}`;
