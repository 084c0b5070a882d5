/**
 * The engine process, forked by the extension host (serialization 'advanced'). When the channel closes it writes a
 * checkpoint of whatever is training and leaves, so that a closed window loses nothing.
 */
import { constants, setPriority } from 'node:os';
import { createBirpc } from 'birpc';
import type { HostApi } from '../protocol/engineProtocol';
import { overClone } from '../protocol/wire';
import { Session } from './session';

/** A device that hangs must not keep a process alive that nobody knows of any more. */
const LONGEST_LEAVE = 60_000; // milliseconds

let leaving = false;

const session: Session = new Session(
  {
    progress: (folder, events) => host.progress(folder, events),
    answerProgress: (id, fraction) => host.answerProgress(id, fraction),
    answerBlock: (id, block) => host.answerBlock(id, block),
  },
  (problem) => leaving || log(problem),
  __filename,
);

const host = createBirpc<HostApi, Session>(session, {
  bind: 'functions',
  post: (message) => void process.send?.(message, undefined, {}, (error) => error && log(error)),
  on: (listener) => void process.on('message', listener),
  off: (listener) => void process.off('message', listener),
  eventNames: ['answerProgress'],
  ...overClone,
});

/** Standard error is the host's log, and its explanation where this process dies. */
function log(problem: unknown): void {
  console.error(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
}

async function leave(code: number): Promise<void> {
  if (leaving) return;
  leaving = true;
  host.$close();
  setTimeout(() => process.exit(1), LONGEST_LEAVE).unref();
  try {
    await session.close();
    process.exit(code);
  } catch (error) {
    log(error);
    process.exit(1);
  }
}

// A host that was killed reads no more: what is printed then (also by a driver) is nobody's loss, and no reason to die.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.once('disconnect', () => void leave(0));
process.once('SIGTERM', () => void leave(0));
process.once('SIGINT', () => void leave(0));
process.on('uncaughtException', (error) => {
  log(error);
  process.exit(1);
});

try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch (error) {
  log(error); // It trains all the same, only less politely.
}
