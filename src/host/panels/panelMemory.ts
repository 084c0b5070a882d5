/** What outlives a panel: the tab shown for each run, the generation settings last used, the run last used. */
import type * as vscode from 'vscode';
import type { PanelTab } from '../../protocol/panelProtocol';
import { type GenerationSettings, generationSettings } from '../workspace/settings';

export class PanelMemory {
  constructor(private readonly memento: vscode.Memento) {}

  tab(folder: string): PanelTab {
    return this.memento.get<PanelTab>(`tab:${folder}`, 'training');
  }

  async showTab(folder: string, tab: PanelTab): Promise<void> {
    await this.memento.update(`tab:${folder}`, tab);
  }

  get generation(): GenerationSettings {
    return { ...generationSettings(), ...this.memento.get<GenerationSettings>('generation') };
  }

  async useGeneration({ length, temperature, topK, topP, seed, count }: GenerationSettings): Promise<void> {
    await this.memento.update('generation', { length, temperature, topK, topP, seed, count });
  }

  get lastUsedRun(): string | undefined {
    return this.memento.get<string>('lastUsedRun');
  }

  async useRun(folder: string): Promise<void> {
    await this.memento.update('lastUsedRun', folder);
  }

  async forget(folder: string): Promise<void> {
    await this.memento.update(`tab:${folder}`, undefined);
    if (this.lastUsedRun === folder) await this.memento.update('lastUsedRun', undefined);
  }
}
