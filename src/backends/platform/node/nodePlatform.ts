/** Node, or the Node in Electron: worker threads, V8's flags, Dawn. The one folder of this room that imports node. */
import { availableParallelism, totalmem } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { deviceOpener } from '../../open';
import type { Platform, WideVectors } from '../platform';
import { collectGarbage } from './collectGarbage';
import { openThread } from './openThread';
import { provideGpu } from './provideGpu';

/** V8's version in Node 22: an older one would complain about the flag. */
const FIRST_WITH_WIDE_VECTORS = 12;

const wideVectors: WideVectors = {
  switch: (on) => setFlagsFromString(`--${on ? '' : 'no-'}experimental-wasm-revectorize`),
  async optimizing(action) {
    setFlagsFromString('--no-liftoff');
    try {
      return await action();
    } finally {
      setFlagsFromString('--liftoff');
    }
  },
};

export const nodePlatform: Platform = {
  processors: availableParallelism(),
  openThread,
  ...(Number.parseInt(process.versions.v8, 10) >= FIRST_WITH_WIDE_VECTORS && { wideVectors }),
  collectGarbage,
  pause: () => setImmediate(),
  provideGpu,
};

export const openDevice = deviceOpener(nodePlatform);

/** The same devices with so many threads, for a training beside others. */
export const openDeviceWith = (threads: number) => deviceOpener({ ...nodePlatform, threads });

/** What the machine has, or a container may use of it: in bytes. */
export const machineMemory = (): number => Math.min(totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY);

export const seconds = () => performance.now() / 1000;
