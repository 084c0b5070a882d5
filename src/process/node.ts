/**
 * The engine process, forked by the extension host (serialization 'advanced'). When the channel closes it writes a
 * checkpoint of whatever is training and leaves, so that a closed window loses nothing.
 */
import { constants, setPriority } from 'node:os';
import { createBirpc } from 'birpc';
import type { HostApi } from '../protocol/engineProtocol';
import { Session } from './session';

const session: Session = new Session({ progress: (folder, events) => host.progress(folder, events) }, log);

const host = createBirpc<HostApi, Session>(session, {
  bind: 'functions',
  timeout: -1,
  post: (message) => void process.send?.(message, undefined, {}, (error) => error && log(error)),
  on: (listener) => void process.on('message', listener),
  off: (listener) => void process.off('message', listener),
  serialize: (message: { readonly e?: unknown }) => (message.e === undefined ? message : { ...message, e: crossing(message.e) }),
});

/** Structured clone keeps of an error its message and its stack: the stack says the name, and no more. */
function crossing(problem: unknown): Error {
  const { name, message } = problem instanceof Error ? problem : new Error(String(problem));
  const error = new Error(message);
  error.stack = `${name}: ${message}`;
  return error;
}

/** Standard error is the host's log, and its explanation where this process dies. */
function log(problem: unknown): void {
  console.error(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
}

let leaving = false;

async function leave(code: number): Promise<void> {
  if (leaving) return;
  leaving = true;
  host.$close();
  try {
    await session.close();
    process.exit(code);
  } catch (error) {
    log(error);
    process.exit(1);
  }
}

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
