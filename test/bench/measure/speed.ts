/** One shape by everyone who takes part, a round each in turn, so that what disturbs the machine disturbs all alike. */
import { setTimeout as wait } from 'node:timers/promises';
import { AbsentError } from '../contestant';
import { PEERS } from '../peers';
import type { Processes } from '../processes';
import type { Rates, Settings, ShapeResult } from '../results';
import type { PeerName, Shape } from '../shapes';

interface Entrant {
  readonly peer: PeerName;
  readonly process: string;
  /** Undefined: its own choice. */
  readonly threads?: number;
  readonly rates: number[];
}

const SETTLE = 30; // milliseconds in which the threads of the one before fall asleep

export async function measureSpeed(
  shape: Shape,
  peers: readonly PeerName[],
  processes: Processes,
  { rounds, seconds }: Settings,
  tell: (text: string) => void,
): Promise<ShapeResult> {
  const absent: Partial<Record<PeerName, string>> = {};
  let entrants = entrantsOf(peers);
  const ask = async ({ peer, process, threads }: Entrant, request: string, facts: object): Promise<number | undefined> => {
    try {
      return await (await processes.get(peer, process)).ask<number>(request, { ...facts, threads });
    } catch (error) {
      if (!(error instanceof AbsentError)) throw error;
      absent[peer] = error.message;
      entrants = entrants.filter((each) => each.peer !== peer || each.process !== process);
      return undefined;
    }
  };
  for (const entrant of entrants) {
    if (!entrants.includes(entrant)) continue;
    tell(`${shape.title}: ${labelOf(entrant)}`);
    if (first(entrants, entrant)) await ask(entrant, 'prepare', { shape });
    if (entrants.includes(entrant)) await ask(entrant, 'measure', { seconds }); // not counted: caches, compilers and threads warm up
  }
  for (let round = 0; round < rounds; round++) {
    tell(`${shape.title}: round ${round + 1} of ${rounds}`);
    for (const entrant of rotated(entrants, round)) {
      await wait(SETTLE);
      const rate = await ask(entrant, 'measure', { seconds });
      if (rate !== undefined) entrant.rates.push(rate);
    }
  }
  const rates = entrants.map(({ peer, process, threads, rates }): Rates => ({ peer, setting: settingOf(process, threads), rates }));
  for (const { peer } of rates) delete absent[peer];
  return { rates, absent };
}

function entrantsOf(peers: readonly PeerName[]): readonly Entrant[] {
  return peers.flatMap((peer) => {
    const { processes, threads = [undefined] } = PEERS[peer];
    return Object.keys(processes).flatMap((process) => threads.map((each) => ({ peer, process, threads: each, rates: [] })));
  });
}

/** The first of those that share a process. */
function first(entrants: readonly Entrant[], entrant: Entrant): boolean {
  return entrants.find(({ peer, process }) => peer === entrant.peer && process === entrant.process) === entrant;
}

function rotated<Each>(list: readonly Each[], by: number): readonly Each[] {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

function labelOf({ peer, process, threads }: Entrant): string {
  return `${PEERS[peer].title}${threads === undefined ? '' : `, ${settingOf(process, threads)}`}`;
}

function settingOf(process: string, threads: number | undefined): string {
  return threads === undefined ? '' : `${threads} ${threads === 1 ? 'thread' : 'threads'}, ${process}`;
}
