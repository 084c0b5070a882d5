// The panel of one run: its line to the host, what it knows, its tabs. Made once by the page's root and handed down, so that nothing is global.
import { batch, signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { FilesEvaluation, LinkedText, PanelStart } from '../../../src/protocol/panelProtocol';
import { handedDown } from '../../components/handedDown';
import type { Kept } from '../../components/keptState';
import { PanelStore } from '../../components/panelStore';
import { RunModel } from '../../components/runModel';
import type { Ask, Host, Surroundings } from './host';
import { Inspected } from './inspected';
import type { Given, OpenTab, Tab } from './tab';

export class RunPanel extends PanelStore {
  readonly host: Host;
  readonly ask: Ask;
  readonly run = new RunModel();
  /** The text that is looked into: the same in all tabs. */
  readonly inspected: Inspected;
  /** The tabs of this run; none while it loads. */
  readonly tabs = signal<readonly (Tab & OpenTab)[]>([]);
  /** The tab that is shown. */
  readonly tab = signal('');
  /** The latest in this window. */
  readonly evaluation = signal<FilesEvaluation>();
  /** Whether the note about the run is being written. */
  readonly editingNote = signal(false);
  /** What was typed of it, until it is kept or given up. */
  readonly noteDraft: Kept<{ readonly text?: string | undefined }>;
  /** Where the editor's cursor is in a passage that the panel works on; no index when it left it. */
  readonly editorCursor = signal<{ readonly passage: string; readonly index: number | undefined }>();

  constructor(
    around: Surroundings,
    private readonly table: readonly Tab[],
  ) {
    super(around);
    const { host, ask } = around.connect({
      progress: (events) => this.run.addEvents(events),
      summary: (summary) => {
        this.run.summary.value = summary;
      },
      show: (name, asked) => this.show(name, asked),
      editNote: () => {
        this.editingNote.value = true;
      },
      cursor: (passage, index) => {
        this.editorCursor.value = { passage, index };
      },
    });
    this.noteDraft = this.kept.keep('note', { text: z.catch(z.optional(z.string()), undefined) });
    this.host = host;
    this.ask = ask;
    this.inspected = new Inspected(this);
  }

  /** Asks the host for the run, and shows it. */
  readonly open = (): Promise<void> =>
    this.attempt(async () => {
      const start = await this.host.ready();
      batch(() => this.#begin(start));
    });

  /** Brings a tab to the front, with something to work on. */
  show(name: string, given?: Given): void {
    const tab = this.tabs.peek().find((one) => one.name === name);
    if (!tab) return;
    if (this.tab.peek() !== name) {
      this.tab.value = name;
      void this.attempt(() => this.host.showing(name));
    }
    if (given) tab.take?.(given);
  }

  /** The text that is selected in the editor, or what the tab takes in its place; an empty text where there is none. */
  selection(): Promise<LinkedText> {
    const shown = this.tabs.peek().find(({ name }) => name === this.tab.peek());
    return this.host.selection(shown?.passage ?? 'before the cursor');
  }

  readonly resume = (): Promise<void> => this.attempt(() => this.host.resume());
  /** The equations of the cell, in an editor. */
  readonly openCell = (): Promise<void> => this.attempt(() => this.host.openCell());
  /** The weights of one of its checkpoints, in an editor. */
  readonly openCheckpoint = (): Promise<void> => this.attempt(() => this.host.openCheckpoint());

  /** Leaves the note as it is. */
  stopEditingNote(): void {
    this.editingNote.value = false;
    this.noteDraft.change({ text: undefined });
  }

  /** Empty takes the note away. */
  readonly writeNote = (note: string): Promise<void> =>
    this.attempt(async () => {
      await this.host.writeNote(note);
      this.stopEditingNote();
    });

  #begin(start: PanelStart): void {
    const { history, evaluation, tab: first, asked } = start;
    this.run.openHistory(history);
    this.kept.folder = history.summary.folder;
    this.evaluation.value = evaluation;
    this.editingNote.value = start.editNote === true || this.noteDraft.peek().text !== undefined;
    const words = this.run.words.peek();
    this.tabs.value = this.table.filter(({ fits }) => fits?.(words) ?? true).map((tab) => ({ ...tab, ...tab.open(this, start) }));
    const shown = this.tabs.peek().find(({ name }) => name === first) ?? this.tabs.peek()[0];
    this.tab.value = shown?.name ?? '';
    if (asked) shown?.take?.(asked);
  }
}

/** The panel that a component is in. */
export const [withPanel, usePanel] = handedDown<RunPanel>('panel');
