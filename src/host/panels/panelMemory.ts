/** What outlives a panel: for each run the tab shown and the generation settings last used; the run last used, and the one chosen for a file. */
import type * as vscode from 'vscode';
import { drawingSettings } from '../../protocol/queries';
import { type GenerationSettings, generationSettings } from '../workspace/settings';

interface RememberedGeneration {
  readonly used: GenerationSettings;
  /** What the settings were then. */
  readonly settings: GenerationSettings;
}

/** So many files have their run kept in mind. */
const MOST_FILES = 100;

/** What is kept of each run. */
const KEPT = ['tab', 'generation'] as const;

export class PanelMemory {
  constructor(private readonly memento: vscode.Memento) {}

  /** Empty where none was shown yet. */
  tab(folder: string): string {
    return this.#name(`tab:${folder}`) ?? '';
  }

  async showTab(folder: string, tab: string): Promise<void> {
    await this.memento.update(`tab:${folder}`, tab);
  }

  /** As last used with this run, until the settings are changed. */
  generation(folder: string): GenerationSettings {
    const settings = generationSettings();
    const remembered: Partial<RememberedGeneration> = Object(this.memento.get(`generation:${folder}`));
    const used = drawingSettings.safeParse(remembered.used);
    return used.success && JSON.stringify(remembered.settings) === JSON.stringify(settings) ? used.data : settings;
  }

  async useGeneration(folder: string, { length, temperature, topK, topP, seed, count }: GenerationSettings): Promise<void> {
    const used = { length, temperature, topK, topP, count, seed };
    await this.memento.update(`generation:${folder}`, { used, settings: generationSettings() } satisfies RememberedGeneration);
  }

  get lastUsedRun(): string | undefined {
    return this.#name('lastUsedRun');
  }

  /** The run that was last chosen for a file (its path). */
  runFor(file: string): string | undefined {
    return this.#chosen.find(([of]) => of === file)?.[1];
  }

  /** @param file in front when it was chosen */
  async useRun(folder: string, file?: string): Promise<void> {
    await this.memento.update('lastUsedRun', folder);
    if (file === undefined) return;
    const others = this.#chosen.filter(([of]) => of !== file);
    await this.memento.update('runOfFile', [[file, folder], ...others].slice(0, MOST_FILES));
  }

  /** All that is kept of a run, to be handed to `remember`. */
  of(folder: string): unknown {
    return Object.fromEntries(KEPT.map((key) => [key, this.memento.get(`${key}:${folder}`)]));
  }

  /** @param kept what `of` told */
  async remember(folder: string, kept: unknown): Promise<void> {
    for (const key of KEPT) await this.memento.update(`${key}:${folder}`, Object(kept)[key]);
  }

  async forget(folder: string): Promise<void> {
    for (const key of KEPT) await this.memento.update(`${key}:${folder}`, undefined);
    if (this.lastUsedRun === folder) await this.memento.update('lastUsedRun', undefined);
    await this.memento.update(
      'runOfFile',
      this.#chosen.filter(([, run]) => run !== folder),
    );
  }

  get #chosen(): readonly (readonly [file: string, run: string])[] {
    const stored = this.memento.get('runOfFile');
    return Array.isArray(stored) ? stored.filter(isPair) : [];
  }

  #name(key: string): string | undefined {
    const stored = this.memento.get(key); // what another version stored may be anything
    return typeof stored === 'string' ? stored : undefined;
  }
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'string');
}
