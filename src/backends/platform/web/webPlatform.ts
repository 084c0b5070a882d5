/**
 * A browser's worker. Several threads need a page that is isolated from others (`Cross-Origin-Opener-Policy: same-origin`,
 * `Cross-Origin-Embedder-Policy: require-corp`): only there can memory be shared.
 */
import type { Platform, Thread, ThreadEvents } from '../platform';

export const webPlatform: Platform = {
  processors: navigator.hardwareConcurrency,
  openThread,
  pause,
  async provideGpu() {
    if (!navigator.gpu) throw new Error('This browser has no WebGPU.');
  },
};

function openThread(program: string, name: string, { answered, gone }: ThreadEvents): Thread {
  const script = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const worker = new Worker(script, { name });
  const release = () => URL.revokeObjectURL(script);
  worker.onmessage = () => {
    release();
    answered();
  };
  worker.onerror = ({ message }) => {
    release();
    gone(new Error(message || `The thread “${name}” did not start.`));
  };
  return {
    postMessage: (message) => worker.postMessage(message),
    close: () => worker.terminate(),
  };
}

/** By way of a message of our own: a timer would wait for four milliseconds. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
