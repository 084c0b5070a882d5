/** The passages of editors that a panel works on: for each tab the latest, known to the panel by an id, never by its text. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { GivenProperty } from '../../engine/inspect/units/scoreUnits';
import type { LinkedText, PassageKind } from '../../protocol/panelProtocol';
import type { Annotations } from '../editors/annotations';
import type { LastEditor } from '../editors/lastEditor';
import { LinkedPassage } from '../editors/linkedPassage';
import { type Passage, passageIn, promptPassage } from '../editors/passage';
import type { Reading } from '../editors/unitOffsets';

export interface CursorInPassage {
  readonly passage: string;
  /** In what the model reads, characters or words; undefined when the cursor left the passage. */
  readonly index: number | undefined;
}

interface Tied {
  readonly id: string;
  readonly link: LinkedPassage;
}

export class PanelPassages implements vscode.Disposable {
  readonly #byTab = new Map<string, Tied>();
  readonly #cursor = new vscode.EventEmitter<CursorInPassage>();
  readonly onDidMoveCursor = this.#cursor.event;

  constructor(
    private readonly lastEditor: LastEditor,
    private readonly annotations: Annotations,
    /** How the panel's model reads. */
    private readonly reading: () => Reading,
  ) {}

  /** Ties a tab to a passage, in the place of the one before. */
  take(tab: string, passage: Passage): LinkedText {
    const { id } = this.#tie(tab, passage);
    return { text: passage.text, passage: id };
  }

  /** @throws StatedError where no editor with a text is in sight */
  takeSelection(tab: string, kind: PassageKind): LinkedText {
    return this.take(tab, passageIn(this.lastEditor.get(), kind));
  }

  /** Nothing for a passage that the panel has left for another. */
  highlight(passage: string, index: number | undefined): void {
    for (const { id, link } of this.#byTab.values()) if (id === passage) link.pointAt(index);
  }

  /** Brings its editor to sight, and what the model reads as number `index` in it. Nothing for a passage that the panel has left for another. */
  async show(passage: string, index: number): Promise<void> {
    for (const { id, link } of this.#byTab.values()) if (id === passage) await link.show(index);
  }

  /** Nothing for a passage that the panel has left for another. */
  async tokenKinds(passage: string): Promise<readonly GivenProperty[]> {
    for (const { id, link } of this.#byTab.values()) if (id === passage) return await link.tokenKinds();
    return [];
  }

  /** Where what a tab writes goes: the passage that it was asked from, or the editor that was last in front. */
  target(tab: string): LinkedPassage {
    return (this.#byTab.get(tab) ?? this.#tie(tab, promptPassage(this.lastEditor.get()))).link;
  }

  dispose(): void {
    this.#cursor.dispose();
    for (const { link } of this.#byTab.values()) link.dispose();
  }

  #tie(tab: string, passage: Passage): Tied {
    this.#byTab.get(tab)?.link.dispose();
    const id = randomUUID();
    const link = new LinkedPassage(passage, this.annotations, this.reading());
    link.onDidMoveCursor((index) => this.#cursor.fire({ passage: id, index }));
    this.#byTab.set(tab, { id, link });
    return { id, link };
  }
}
