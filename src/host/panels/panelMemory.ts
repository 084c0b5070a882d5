/** What outlives a panel: the tab shown for each run, the generation settings last used, the run last used. */
import type * as vscode from 'vscode';
import { drawingSettings } from '../../protocol/queries';
import { type GenerationSettings, generationSettings } from '../workspace/settings';

interface RememberedGeneration {
  readonly used: GenerationSettings;
  /** What the settings were then. */
  readonly settings: GenerationSettings;
}

export class PanelMemory {
  constructor(private readonly memento: vscode.Memento) {}

  /** Empty where none was shown yet. */
  tab(folder: string): string {
    return this.#name(`tab:${folder}`) ?? '';
  }

  async showTab(folder: string, tab: string): Promise<void> {
    await this.memento.update(`tab:${folder}`, tab);
  }

  /** As last used, until the settings are changed. */
  get generation(): GenerationSettings {
    const settings = generationSettings();
    const remembered: Partial<RememberedGeneration> = Object(this.memento.get('generation'));
    const used = drawingSettings.safeParse(remembered.used);
    return used.success && JSON.stringify(remembered.settings) === JSON.stringify(settings) ? used.data : settings;
  }

  async useGeneration({ length, temperature, topK, topP, seed, count }: GenerationSettings): Promise<void> {
    const used = { length, temperature, topK, topP, count, seed };
    await this.memento.update('generation', { used, settings: generationSettings() } satisfies RememberedGeneration);
  }

  get lastUsedRun(): string | undefined {
    return this.#name('lastUsedRun');
  }

  async useRun(folder: string): Promise<void> {
    await this.memento.update('lastUsedRun', folder);
  }

  async forget(folder: string): Promise<void> {
    await this.memento.update(`tab:${folder}`, undefined);
    if (this.lastUsedRun === folder) await this.memento.update('lastUsedRun', undefined);
  }

  /** What another version stored may be anything. */
  #name(key: string): string | undefined {
    const stored = this.memento.get(key);
    return typeof stored === 'string' ? stored : undefined;
  }
}
