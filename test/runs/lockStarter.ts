/** A process that tries to train in a folder twenty times at once, as soon as it is told to; says how often it could. */
import { once } from 'node:events';
import { holdingTrainingLock } from '../../src/runs/trainingLock';

const ATTEMPTS = 20;
/** Longer than the slowest of the others takes to try. */
const HELD = 2_000; // milliseconds

async function attempt(folder: string): Promise<number> {
  try {
    await holdingTrainingLock(folder, async (lock) => {
      await lock.require();
      await new Promise((resolve) => setTimeout(resolve, HELD));
      await lock.require();
    });
    return 1;
  } catch (error) {
    if (error instanceof Error && ['RunFolderError', 'LockLostError'].includes(error.name)) return 0;
    throw error;
  }
}

async function main(): Promise<void> {
  process.send?.('ready');
  const [folder] = (await once(process, 'message')) as [string];
  const won = await Promise.all(Array.from({ length: ATTEMPTS }, () => attempt(folder)));
  process.send?.(won.reduce((sum, each) => sum + each, 0));
  process.disconnect();
}

void main();
