/** Waits for what no event announces. */
import { setTimeout as wait } from 'node:timers/promises';

export async function until(what: string, happened: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await happened())) {
    if (Date.now() > deadline) throw new Error(`In ${seconds} s this did not come: ${what}.`);
    await wait(100);
  }
}
