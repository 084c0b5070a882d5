/** A sweep in a real VS Code: told before it trains, compared while it does, and gone on with when values came to its file. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { useSession } from '../session';
import { verse } from '../taskFiles';
import { until } from '../until';

const SIZES = {
  files: ['verse.txt'],
  device: 'wasm',
  batch: 8,
  updates: 60,
  cell: ['gru', 'lstm', 'rnn'],
  hidden: [8, 16],
};

describe('the story of a sweep', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({
    files: { 'sizes.unroll.json': `${JSON.stringify(SIZES, undefined, 2)}\n`, 'verse.txt': verse.slice(0, 8000) },
  });
  const bench = () => session().workbench;
  const page = () => bench().page;
  const panel = (testid: string) => bench().panel.getByTestId(testid);
  const lens = (title: string) => bench().editor.locator('.codelens-decoration a').filter({ hasText: title });
  const dialog = () => page().locator('.monaco-dialog-box');
  const runs = () => {
    const folder = session().workspace.path('.unroll/runs');
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('sizes-')) : [];
  };

  it('Train 6 Runs above its file tells how many runs there are and how long they take, and trains nothing before that is agreed to', async () => {
    await bench().openFile('sizes.unroll.json');
    await lens('Train 6 Runs').waitFor();
    assert.equal(await bench().editor.locator('.squiggly-error').count(), 0, 'lists are no mistakes');
    await lens('Train 6 Runs').click();
    await dialog().getByText('Train 6 runs of sizes.unroll.json?').waitFor({ timeout: 60_000 });
    await dialog()
      .getByText(/Every combination of cell and hidden\. \d at once, about \d+:\d\d/)
      .waitFor();
    assert.deepEqual(runs(), []);
    await session().picture('a sweep before it trains');
    await dialog().getByRole('button', { name: 'Train', exact: true }).click();
  });

  it('they come to a comparison one after another, and the end says which is best', async () => {
    await bench().tab('Compare sizes').waitFor({ timeout: 60_000 });
    await panel('run').first().waitFor();
    await page()
      .locator('.notification-toast')
      .getByText(/sizes\.unroll\.json: 6 of 6 runs have ended\. The best is sizes-\d, with a loss of/)
      .waitFor({ timeout: 120_000 });
    await until('all are in the table', async () => (await panel('run').count()) === 6);
    await panel('parallel').locator('canvas').waitFor();
    await session().picture('a sweep compared');
    assert.equal(runs().length, 6);
  });
});
