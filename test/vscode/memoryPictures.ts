/** The picture of what is remembered: the lecture's vanishing gradient on one text, rnn, gru and lstm of one size beside one another. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Session } from './session';

const TEXT = 'time-machine.txt';
const SAME = '--hidden 128 --batch 32 --window 64 --updates 900 --lr 0.004 --schedule cosine --dropout 0 --seed 1'.split(' ');

export async function trainForMemory({ workbench, workspace }: Session): Promise<void> {
  for (const cell of ['lstm', 'gru', 'rnn']) {
    const words = ['train', TEXT, '--cell', cell, ...SAME, '--out', path.join('.unroll', 'runs', cell)];
    await promisify(execFile)(process.execPath, [path.resolve('dist/cli.js'), ...words], { cwd: workspace.folder });
  }
  await workbench.command('Unroll: Refresh Runs');
}

export async function takeMemoryPicture({ workbench }: Session, picture: (name: string) => Promise<void>): Promise<void> {
  const { page } = workbench;
  const panel = (testid: string) => workbench.panel.getByTestId(testid);
  await workbench.setTheme('Dark Modern');
  await workbench.command('View: Show Unroll');
  await page.locator('.monaco-list-row').filter({ hasText: 'rnn' }).first().click();
  await panel('tab-inside').click();
  await panel('inspect-text').fill(
    'You must follow me carefully. I shall have to controvert one or two ideas that are almost universally accepted. The geometry, for instance, they taught you at school is founded on a misconception.',
  );
  await panel('inspect').click();
  await panel('tab-memory').click();
  await panel('memory-beside').click();
  await panel('memory-sides').waitFor({ timeout: 60_000 });
  await workbench.command('View: Close Primary Side Bar');
  await panel('cancel').waitFor({ state: 'detached', timeout: 60_000 });
  await picture('memory-dark');
}
