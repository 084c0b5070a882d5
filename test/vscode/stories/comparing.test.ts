/** Two runs that kept checkpoints, compared from the list of runs, and looked into along the way of one. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { useSession } from '../session';

describe('the stories of comparing', function () {
  this.timeout(120_000);
  this.bail(true);
  const session = useSession();
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);

  before(() => {
    const { workspace } = session();
    for (const cell of ['lstm', 'rnn']) {
      const words = [
        'train',
        workspace.path('time-machine.txt'),
        '--cell',
        cell,
        '--hidden',
        '32',
        '--updates',
        '120',
        '--keep-checkpoints',
        '4',
      ];
      execFileSync('node', ['dist/cli.js', ...words, '--device', 'wasm', '--out', workspace.path(`.unroll/runs/${cell}`)], {
        stdio: 'pipe',
      });
    }
  });

  it('Compare Runs on a selection of several draws their curves, what differs, and the same text', async () => {
    const { page } = bench();
    await page.getByRole('tab', { name: 'Unroll' }).first().click();
    await bench().command('Unroll: Refresh Runs'); // they were made by another process, and a busy machine is slow to tell of files
    const rows = bench().tree('Runs').getByRole('treeitem');
    await rows.nth(1).waitFor();
    await rows.nth(0).click();
    await rows.nth(1).click({ modifiers: ['Control'] });
    await bench().choose(rows.nth(1), 'Compare Runs…');
    await panel('losses').locator('canvas').waitFor();
    assert.match(await panel('runs-table').innerText(), /cell.*(lstm.*rnn|rnn.*lstm)/s);
    await panel('compared-text').fill('The Time Traveller (for so it will be convenient to speak of him)');
    await panel('read').click();
    await panel('compare-activations').waitFor();
    assert.match(await panel('compare-surprise').innerText(), /Bits a character: .*expects \d+ of 64 characters better/);
    await panel('prompt').fill('The ');
    await panel('generate').click();
    await panel('continuation').nth(1).waitFor();
    await session().picture('comparing two runs');
  });

  it('the comparison is there again after a reload of the window', async () => {
    await panel('over-time').click();
    await bench().page.waitForTimeout(500); // what a panel keeps is kept a moment later
    await bench().reload();
    await panel('compare-activations').waitFor({ timeout: 60_000 });
    assert.equal(await panel('over-time').getAttribute('aria-pressed'), 'true');
    assert.equal(await panel('side').count(), 2);
  });

  it('a slider in Inside goes through the checkpoints that a run kept', async () => {
    await bench().command('View: Close All Editors');
    await bench().tree('Runs').getByRole('treeitem').first().dblclick();
    await panel('tab-inside').click();
    await panel('inspect-text').fill('The Time Traveller');
    await panel('inspect').click();
    await panel('heatmap-h').waitFor();
    await panel('checkpoint').press('Home');
    await bench().panel.getByText('update 1 of 120').waitFor();
    await session().picture('inside along the way');
  });
});
