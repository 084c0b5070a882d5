/** The pictures of a sweep that is compared, and of the weights of its best run. Its runs were really trained, by the command line. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Session } from './session';

/** By which the figures in the pictures can be had again. */
const SWEEP = {
  files: ['time-machine.txt'],
  cell: ['rnn', 'gru', 'lstm'],
  hidden: [32, 64, 128],
  learningRate: { from: 0.0005, to: 0.05, scale: 'log' },
  dropout: [0, 0.2],
  updates: 400,
  validateEvery: 40,
  sweep: { method: 'random', runs: 18, seed: 1 },
};

/** Some three minutes. */
export async function trainSweep({ workbench, workspace }: Session): Promise<void> {
  writeFileSync(workspace.path('rates.unroll.json'), `${JSON.stringify(SWEEP, undefined, 2)}\n`);
  const words = [path.resolve('dist/cli.js'), 'sweep', 'rates.unroll.json'];
  await promisify(execFile)(process.execPath, words, { cwd: workspace.folder });
  await workbench.command('Unroll: Refresh Runs');
}

export async function takeSweepPictures({ workbench }: Session, picture: (name: string) => Promise<void>): Promise<void> {
  const panel = (testid: string) => workbench.panel.getByTestId(testid);
  const runs = workbench.tree('Runs').getByRole('treeitem').filter({ hasText: 'rates-' });
  await workbench.setTheme('Light Modern');
  await workbench.command('View: Show Unroll');
  await workbench.command('Unroll: Sort Runs…');
  await workbench.quickPick('Best Loss First').click();
  await runs.nth(SWEEP.sweep.runs - 1).waitFor();
  await runs.first().click();
  await runs.last().click({ modifiers: ['Shift'] });
  await workbench.choose(runs.first(), 'Compare Runs…');
  await panel('parallel').locator('canvas').waitFor();
  await workbench.command('View: Close Primary Side Bar');
  await panel('run').first().hover();
  await picture('compare-light');

  await workbench.setTheme('Dark Modern');
  await workbench.command('View: Show Unroll');
  await workbench.choose(runs.first(), 'Open Checkpoint…');
  await workbench.quickPick('best.safetensors').click();
  await panel('loss-there').locator('canvas').waitFor();
  await workbench.command('View: Close Primary Side Bar');
  await panel('tensor').filter({ hasText: 'W_h' }).first().click();
  await panel('weights-eigenvalues').locator('canvas').waitFor();
  await picture('weights-dark');
}
