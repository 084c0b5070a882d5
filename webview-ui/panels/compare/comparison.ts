// What is compared: any number of runs, and of them up to four sides, each a run or one of its kept checkpoints, that read a text and write.
import { batch, computed, signal } from '@preact/signals';
import type { BirpcReturn } from 'birpc';
import * as z from 'zod/mini';
import type { Asker, AskOptions } from '../../../src/protocol/asking';
import { type CompareApi, type CompareHostApi, keptRuns, keptSides, MOST_SIDES, type Side } from '../../../src/protocol/compareProtocol';
import type { RunHistory } from '../../../src/protocol/engineProtocol';
import type { Answer, Arguments, Kind } from '../../../src/protocol/queries';
import { shortened } from '../../../src/protocol/textUnits';
import type { Palette } from '../../charts/palette';
import { count } from '../../components/figures';
import { handedDown } from '../../components/handedDown';
import type { Kept } from '../../components/keptState';
import { PanelStore } from '../../components/panelStore';
import { RunModel } from '../../components/runModel';
import type { VsCodePage } from '../../components/vscodePage';
import { Yardstick } from '../../components/yardstick';
import { LineChanges } from './lineChanges';
import { Ranking } from './ranking';
import { Readings } from './readings';
import { Writing } from './writing';

/** Of the sides, and of their runs in the curves: as far apart as a theme's colours are. */
export const COLOURS: readonly (keyof Palette)[] = ['negative', 'positive', 'gate', 'foreground'];

const KEPT = { sides: z.catch(keptSides, []), runs: z.catch(keptRuns, []), byTime: z.catch(z.boolean(), false) };

export class Comparison extends PanelStore {
  readonly host: BirpcReturn<CompareHostApi, CompareApi>;
  readonly compared: Kept<Readonly<z.infer<z.ZodMiniObject<typeof KEPT>>>>;
  /** By their folders. */
  readonly runs = signal<ReadonlyMap<string, RunModel>>(new Map());
  /** Of each run, by its folder. */
  #yardsticks: ReadonlyMap<string, Yardstick> = new Map();
  readonly ranking: Ranking;
  readonly readings: Readings;
  readonly lines: LineChanges;
  readonly writing: Writing;
  readonly #asker: Asker;

  /** Those whose run is here. */
  readonly sides = computed(() => this.compared.value.sides.filter(({ folder }) => this.runs.value.has(folder)));
  /** More than can be told apart by colours: a line each, all alike but the one that is pointed at. */
  readonly many = computed(() => this.runs.value.size > MOST_SIDES);
  /** Each run once, in the order of its sides. */
  readonly shown = computed(() => [...new Set(this.sides.value.map(({ folder }) => folder))].map((folder) => this.run(folder)));

  constructor(page: VsCodePage) {
    super(page);
    this.compared = this.kept.keep('compared', KEPT);
    const { host, asker } = page.connect<CompareHostApi, CompareApi>({
      progress: (folder, events) => this.runs.peek().get(folder)?.addEvents(events),
      summary: (summary) => {
        const run = this.runs.peek().get(summary.folder);
        if (run) run.summary.value = summary;
      },
      added: (histories) => this.#add(histories),
    });
    this.host = host;
    this.#asker = asker;
    this.ranking = new Ranking(this);
    this.readings = new Readings(this);
    this.lines = new LineChanges(this);
    this.writing = new Writing(this);
  }

  readonly open = (): Promise<void> =>
    this.attempt(async () => {
      const { histories, sides, generation, asked } = await this.host.ready();
      batch(() => {
        this.runs.value = new Map();
        this.#add(histories);
        if (this.sides.peek().length === 0) this.compared.change({ sides: [...sides] });
        this.writing.begin(generation);
      });
      await (asked ? this.readings.take(asked) : this.readings.begin());
    });

  /** Those that are here already stay as they are. */
  #add(histories: readonly RunHistory[]): void {
    const added = histories.flatMap((history) => {
      const { folder } = history.summary;
      if (this.runs.peek().has(folder)) return [];
      const run = new RunModel();
      run.openHistory(history);
      return [[folder, run] as const];
    });
    const asked = (folder: string, run: RunModel) =>
      new Yardstick(this, run, (attending) => this.#asker.ask(folder, 'baseline', {}, attending));
    this.#yardsticks = new Map([...this.#yardsticks, ...added.map(([folder, run]) => [folder, asked(folder, run)] as const)]);
    this.runs.value = new Map([...this.runs.peek(), ...added]);
    this.compared.change({ runs: [...this.runs.peek().keys()] });
  }

  run(folder: string): RunModel {
    return this.runs.value.get(folder) as RunModel;
  }

  yardstick(folder: string): Yardstick {
    return this.#yardsticks.get(folder) as Yardstick;
  }

  selection() {
    return this.host.selection();
  }

  /** Of checkpoints of one run their updates; of runs their names, and where one is there more than once both. */
  nameOf(side: Side): string {
    const { folder, checkpoint } = side;
    const update = `update ${count(this.updateOf(side))}`;
    if (this.shown.value.length === 1) return update;
    const name = inShort(this.run(folder).name.value);
    const twice = this.sides.value.filter((one) => one.folder === folder).length > 1;
    return twice || checkpoint !== undefined ? `${name}, ${update}` : name;
  }

  /** Updates that its model had learned from. */
  updateOf({ folder, checkpoint }: Side): number {
    const { summary, best } = this.run(folder);
    return checkpoint ?? (summary.value?.answersFrom === 'best' ? best.value?.update : undefined) ?? summary.value?.update ?? 0;
  }

  /** That of a side which is no longer there as of the text. */
  colourOfSide(side: Side): keyof Palette {
    return COLOURS[this.sides.value.indexOf(side)] ?? 'foreground';
  }

  colourOf(folder: string): keyof Palette {
    const at = this.sides.value.findIndex((side) => side.folder === folder);
    return COLOURS[at] ?? 'foreground';
  }

  readonly openRun = (folder: string): Promise<void> => this.attempt(() => this.host.openRun(folder));

  /** Shows a run side by side with others, or no longer. */
  readonly toggle = (folder: string): void => {
    const others = this.compared.peek().sides.filter((side) => side.folder !== folder);
    const shown = others.length < this.compared.peek().sides.length;
    if (shown) this.change(others);
    else if (others.length < MOST_SIDES) this.change([...others, { folder, checkpoint: undefined }]);
  };

  readonly change = (sides: readonly Side[]): void => {
    this.compared.change({ sides: [...sides] });
    void this.readings.begin();
  };

  ask<K extends Kind>({ folder, checkpoint }: Side, kind: K, given: Arguments<K>, options: AskOptions<Answer<K>> = {}): Promise<Answer<K>> {
    return this.#asker.ask(folder, kind, given, { ...options, ...(checkpoint !== undefined && { checkpoint }) });
  }
}

/** So that sentences with two names in them can be read. */
const inShort = (name: string): string => shortened(name, 28);

/** The comparison that a component is in. */
export const [withComparison, useComparison] = handedDown<Comparison>('comparison');
