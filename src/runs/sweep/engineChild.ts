/** A process that trains, for a sweep: the engine process itself, forked once more. When this process ends, it writes a checkpoint and leaves. */
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createBirpc } from 'birpc';
import { crashReason } from '../../protocol/crashReason';
import type { EngineApi, HostApi } from '../../protocol/engineProtocol';
import type { RunEvent } from '../../protocol/runState';
import { overClone } from '../../protocol/wire';

/** The process that trained a run ended before the run did. */
export class TrainerLostError extends Error {
  override readonly name = 'TrainerLostError';
}

export interface EngineChild {
  readonly api: Pick<EngineApi, 'train' | 'resume' | 'stop'>;
  /** Whether it can still be asked. */
  readonly alive: boolean;
  /** Has it leave; resolves when it has. */
  close(): Promise<void>;
}

const MOST_LINES = 40;

/** @param script the engine process' entry */
export function forkEngine(script: string, progress: (folder: string, events: readonly RunEvent[]) => void): EngineChild {
  const child = fork(script, [], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stderr = lastLines(child);
  const silent = { answerProgress: () => undefined, answerBlock: async () => undefined };
  const rpc = createBirpc<EngineApi, HostApi>(
    { ...silent, progress: async (folder, events) => progress(folder, events) },
    {
      // What cannot be sent any more is told by the end of the channel.
      post: (message) => child.connected && child.send(message, () => undefined),
      on: (listener) => child.on('message', listener),
      off: (listener) => child.off('message', listener),
      ...overClone,
    },
  );
  let alive = true;
  const gone = new Promise<void>((resolve) => {
    const ended = (reason: string) => {
      alive = false;
      rpc.$close(new TrainerLostError(`The process that trained it ended: ${reason}`));
      resolve();
    };
    child.once('error', (error) => ended(error.message));
    // Not 'close', which does not come where this end of the channel was closed first. The last lines of stderr say why.
    child.once('exit', (code, signal) => {
      const told = () => ended(crashReason({ code, signal, stderr }));
      if (!child.stderr || child.stderr.closed) told();
      else child.stderr.once('close', told);
    });
  });
  return {
    api: rpc,
    get alive() {
      return alive;
    },
    async close() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

/** Of what it prints, to explain its end. */
function lastLines(child: ChildProcess): readonly string[] {
  const last: string[] = [];
  if (!child.stderr) return last;
  createInterface(child.stderr).on('line', (line) => {
    last.push(line);
    if (last.length > MOST_LINES) last.shift();
  });
  return last;
}
