// What the run's panel has around it: its host, the model that it asks, and what is kept of it.
import type { BirpcReturn } from 'birpc';
import type { AskOptions } from '../../../src/protocol/asking';
import type { PanelApi, PanelHostApi } from '../../../src/protocol/panelProtocol';
import type { Answer, Arguments, Kind } from '../../../src/protocol/queries';
import { type Ears, vscodePage } from '../../components/vscodePage';

/** Asks the model of the panel's run, or of `run`, which the host told of: it takes as long as it takes. */
export type Ask = <K extends Kind>(
  kind: K,
  given: Arguments<K>,
  options?: AskOptions<Answer<K>> & { readonly run?: string },
) => Promise<Answer<K>>;

export type Host = Omit<BirpcReturn<PanelHostApi, PanelApi>, 'ask' | 'cancel'>;

export type PanelEars = Ears<PanelApi>;

export interface Surroundings {
  connect(panel: PanelEars): { readonly host: Host; readonly ask: Ask };
  savedState(): unknown;
  saveState(state: unknown): void;
}

export function vscodeSurroundings(): Surroundings {
  const page = vscodePage();
  return {
    ...page,
    connect: (panel) => {
      const { host, asker } = page.connect<PanelHostApi, PanelApi>(panel);
      return { host, ask: (kind, given, options) => asker.ask(options?.run, kind, given, options) };
    },
  };
}
