// Doing what the user asked of the host; a refusal is shown in its own words.
import { signal } from '@preact/signals';
import type { PanelTab } from '../../../src/protocol/panelProtocol';
import { messageOf } from '../../components/figures';
import { host } from './host';
import { tab } from './runModel';

/** Why it could not be done; shown until the next try. */
export const failure = signal<string>();

export async function attempt(call: () => Promise<unknown>): Promise<void> {
  failure.value = undefined;
  try {
    await call();
  } catch (error) {
    failure.value = messageOf(error);
  }
}

export const resume = (): Promise<void> => attempt(() => host.resume());

export function show(name: PanelTab): void {
  if (tab.peek() === name) return;
  tab.value = name;
  void attempt(() => host.showing(name));
}
