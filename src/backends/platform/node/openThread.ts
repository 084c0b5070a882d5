/** A worker thread of Node's, in the manner of a browser's worker. It does not keep the process alive, except while it owes an answer. */
import { Worker } from 'node:worker_threads';
import type { Thread, ThreadEvents } from '../platform';

const AS_IN_A_BROWSER = `
const { parentPort } = require('node:worker_threads');
globalThis.postMessage = (message) => parentPort.postMessage(message);
parentPort.on('message', (data) => onmessage({ data }));
`;

export function openThread(program: string, name: string, { answered, gone }: ThreadEvents): Thread {
  const worker = new Worker(AS_IN_A_BROWSER + program, { eval: true, name });
  let owed = 0;
  let closed = false;
  worker.unref();
  worker.on('message', () => {
    if (--owed === 0) worker.unref();
    answered();
  });
  worker.on('error', (error) => gone(error));
  worker.on('exit', (code) => {
    if (!closed) gone(new Error(`The thread “${name}” ended (${code}).`));
  });
  return {
    postMessage(message) {
      if (owed++ === 0) worker.ref();
      worker.postMessage(message);
    },
    close() {
      closed = true;
      void worker.terminate();
    },
  };
}
