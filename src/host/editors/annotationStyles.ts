/** How each kind of annotation looks. VS Code pays for every decoration type in every editor: 16 are the most there may be. */
import * as vscode from 'vscode';
import type { Unit } from './trackedRanges';

export interface AnnotationStyle {
  /** What an annotation is about, and so which edit takes it away. */
  readonly unit: Unit;
  readonly look: vscode.DecorationRenderOptions;
}

const colour = (name: string) => new vscode.ThemeColor(name);

/** In the margin, where themes of high contrast give a line no background. Drawn in the middle of a 16 × 16 field. */
const PLUS = 'M7.5 4h1v3.5H12v1H8.5V12h-1V8.5H4v-1h3.5z';
const MINUS = 'M4 7.5h8v1H4z';

const mark = (path: string, fill: string) =>
  vscode.Uri.parse(
    `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="${fill}" d="${path}"/></svg>`)}`,
  );

const wholeLine = (background: string, ruler: string, sign: string): vscode.DecorationRenderOptions => ({
  isWholeLine: true,
  backgroundColor: colour(background),
  overviewRulerColor: colour(ruler),
  overviewRulerLane: vscode.OverviewRulerLane.Full,
  rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  gutterIconSize: 'contain',
  dark: { gutterIconPath: mark(sign, '#cccccc') },
  light: { gutterIconPath: mark(sign, '#424242') },
});

export const ANNOTATION_STYLES = {
  /** What a model says of a line, behind it. */
  note: {
    unit: 'lines',
    look: {
      after: { color: colour('editorCodeLens.foreground'), margin: '0 0 0 2em', fontStyle: 'italic' },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    },
  },
  /** A text that would be replaced, struck through, with the new one behind it. */
  replaced: {
    unit: 'text',
    look: {
      textDecoration: 'line-through',
      opacity: '0.6',
      after: { color: colour('editor.foreground'), backgroundColor: colour('diffEditor.insertedTextBackground') },
    },
  },
  /** The character under the crosshair of a panel: inverted, as a block cursor is, with a border, so that it is seen in every theme and on selected text. */
  pointed: {
    unit: 'text',
    look: {
      backgroundColor: colour('editor.foreground'),
      color: colour('editor.background'),
      border: '1px solid',
      borderColor: colour('focusBorder'),
      overviewRulerColor: colour('editor.foreground'),
      overviewRulerLane: vscode.OverviewRulerLane.Center,
    },
  },
  /** By how much a line became more or less predictable, behind it. */
  changed: {
    unit: 'lines',
    look: {
      after: { color: colour('editorCodeLens.foreground'), margin: '0 0 0 2em' },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    },
  },
  /** Lines that became more predictable, as a diff shows lines that came; those that did much more have their text in it, too. */
  gained: { unit: 'lines', look: wholeLine('diffEditor.insertedLineBackground', 'editorOverviewRuler.addedForeground', PLUS) },
  gainedMuch: { unit: 'lines', look: { backgroundColor: colour('diffEditor.insertedTextBackground') } },
  /** And less, as lines that went. */
  lost: { unit: 'lines', look: wholeLine('diffEditor.removedLineBackground', 'editorOverviewRuler.deletedForeground', MINUS) },
  lostMuch: { unit: 'lines', look: { backgroundColor: colour('diffEditor.removedTextBackground') } },
} satisfies Record<string, AnnotationStyle>;

export type AnnotationKind = keyof typeof ANNOTATION_STYLES;
