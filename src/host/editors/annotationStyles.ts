/** How each kind of annotation looks. VS Code pays for every decoration type in every editor: 16 are the most there may be. */
import * as vscode from 'vscode';
import type { Unit } from './trackedRanges';

export interface AnnotationStyle {
  /** What an annotation is about, and so which edit takes it away. */
  readonly unit: Unit;
  readonly look: vscode.DecorationRenderOptions;
}

const colour = (name: string) => new vscode.ThemeColor(name);

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
} satisfies Record<string, AnnotationStyle>;

export type AnnotationKind = keyof typeof ANNOTATION_STYLES;
