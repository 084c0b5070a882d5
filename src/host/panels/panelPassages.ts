/** The passages of editors that a panel works on: for each tab the latest, known to the panel by an id, never by its text. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { LinkedText, PanelTab } from '../../protocol/panelProtocol';
import type { LastEditor } from '../editors/lastEditor';
import { LinkedPassage } from '../editors/linkedPassage';
import { askedPassage, inspectPassage, type Passage, promptPassage } from '../editors/passage';

/** What "Use selection" takes, by the tab that it is on. */
const SELECTED: Readonly<Record<PanelTab, (editor: vscode.TextEditor) => Passage>> = {
  training: promptPassage,
  inside: inspectPassage,
  continuations: promptPassage,
  answers: askedPassage,
  evaluation: promptPassage,
};

export interface CursorInPassage {
  readonly passage: string;
  /** In code points; undefined when the cursor left the passage. */
  readonly index: number | undefined;
}

interface Tied {
  readonly id: string;
  readonly link: LinkedPassage;
}

export class PanelPassages implements vscode.Disposable {
  readonly #byTab = new Map<PanelTab, Tied>();
  readonly #cursor = new vscode.EventEmitter<CursorInPassage>();
  readonly onDidMoveCursor = this.#cursor.event;

  constructor(private readonly lastEditor: LastEditor) {}

  /** Ties a tab to a passage, in the place of the one before. */
  take(tab: PanelTab, passage: Passage): LinkedText {
    const { id } = this.#tie(tab, passage);
    return { text: passage.text, passage: id };
  }

  /** @throws StatedError where no editor with a text is in sight */
  takeSelection(tab: PanelTab): LinkedText {
    return this.take(tab, SELECTED[tab](this.lastEditor.get()));
  }

  /** Nothing for a passage that the panel has left for another. */
  highlight(passage: string, index: number | undefined): void {
    for (const { id, link } of this.#byTab.values()) if (id === passage) link.highlight(index);
  }

  /** Where what a tab writes goes: the passage that it was asked from, or the editor that was last in front. */
  target(tab: PanelTab): LinkedPassage {
    return (this.#byTab.get(tab) ?? this.#tie(tab, promptPassage(this.lastEditor.get()))).link;
  }

  dispose(): void {
    this.#cursor.dispose();
    for (const { link } of this.#byTab.values()) link.dispose();
  }

  #tie(tab: PanelTab, passage: Passage): Tied {
    this.#byTab.get(tab)?.link.dispose();
    const id = randomUUID();
    const link = new LinkedPassage(passage);
    link.onDidMoveCursor((index) => this.#cursor.fire({ passage: id, index }));
    this.#byTab.set(tab, { id, link });
    return { id, link };
  }
}
