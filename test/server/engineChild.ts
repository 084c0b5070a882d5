/** The engine process as the extension host forks it, with what it said. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createBirpc } from 'birpc';
import { Asker } from '../../src/protocol/asking';
import type { EngineApi, HostApi } from '../../src/protocol/engineProtocol';
import type { RunEvent } from '../../src/protocol/runState';
import { overClone } from '../../src/protocol/wire';

export interface EngineChild {
  readonly api: EngineApi;
  readonly ask: Asker['ask'];
  readonly child: ChildProcess;
  /** Batches of progress as they came. */
  readonly batches: { readonly folder: string; readonly events: readonly RunEvent[] }[];
  /** Resolves as soon as a run has come so far. */
  reached(update: number): Promise<void>;
  /** Exit code or signal. */
  readonly exited: Promise<number | string>;
  readonly stderr: () => string;
}

/** Patterns of paths: where the disk is full, and where nothing can be removed. */
export interface FailingDisk {
  readonly full?: string;
  readonly keeps?: string;
}

/** @param acknowledge delays the acknowledgement of each batch */
export function forkEngine(script: string, acknowledge: () => Promise<void> = async () => undefined, disk?: FailingDisk): EngineChild {
  const child = fork(script, [], {
    serialization: 'advanced',
    execArgv: disk ? ['--require', path.resolve('test/server/failingDisk.cjs')] : [],
    env: { ...process.env, UNROLL_DISK_FULL: disk?.full ?? '', UNROLL_DISK_KEEPS: disk?.keeps ?? '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const batches: { folder: string; events: readonly RunEvent[] }[] = [];
  let told = () => {};
  let stderr = '';
  child.stderr?.on('data', (text) => (stderr += text));
  const asker: Asker = new Asker(() => api);
  const api = createBirpc<EngineApi, HostApi>(
    {
      async progress(folder, events) {
        batches.push({ folder, events });
        told();
        await acknowledge();
      },
      ...asker.hears,
    },
    {
      post: (message) => child.connected && child.send(message),
      on: (listener) => child.on('message', listener),
      eventNames: ['cancel'],
      ...overClone,
    },
  );
  const latest = () => Math.max(0, ...batches.flatMap(({ events }) => events.map(({ update }) => update)));
  return {
    api,
    ask: (...question) => asker.ask(...question),
    child,
    batches,
    reached: (update) => new Promise((resolve) => (told = () => latest() >= update && resolve())),
    exited: once(child, 'exit').then(([code, signal]) => code ?? signal),
    stderr: () => stderr,
  };
}
