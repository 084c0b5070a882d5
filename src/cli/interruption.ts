/** Ctrl+C, a closing terminal, or nobody who reads on as a signal: the first asks to end well, a second Ctrl+C ends at once. */
import { seconds } from '../backends/platform/node/nodePlatform';

export function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  process.on('SIGPIPE', () => controller.abort());
  return controller.signal;
}

/** For work that reads or draws text: ends at Ctrl+C. */
export function interruptible() {
  return { stop: interruption(), seconds };
}
