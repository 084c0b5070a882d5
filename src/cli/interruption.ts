/**
 * Ctrl+C, a closing terminal, or nobody who reads on as a signal: the first asks to end well, a second Ctrl+C ends at once.
 * The exit code is then that of a process which the signal ended, 128 and its number: what was asked for is not done.
 */
import { constants } from 'node:os';
import { seconds } from '../backends/platform/node/nodePlatform';

export function interruption(): AbortSignal {
  const controller = new AbortController();
  const end = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE') => {
    process.exitCode = 128 + constants.signals[signal];
    controller.abort();
  };
  const interrupt = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => {
    if (controller.signal.aborted) process.exit(130);
    end(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  process.on('SIGPIPE', () => end('SIGPIPE'));
  return controller.signal;
}

/** For work that reads or draws text: ends at Ctrl+C. */
export function interruptible() {
  return { stop: interruption(), seconds };
}
