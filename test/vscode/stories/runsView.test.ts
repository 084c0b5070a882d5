/** The list of runs: named, noted, grouped, sorted, filtered; files dropped on it, runs dropped on runs; deleted, and brought back. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { useSession } from '../session';
import { until } from '../until';

describe('the stories of the list of runs', function () {
  this.timeout(120_000);
  this.bail(true);
  const session = useSession({ settings: { 'unroll.hidden': 16, 'unroll.updates': 20 } });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);
  const rows = () => bench().tree('Runs').getByRole('treeitem');
  const row = (name: string | RegExp) => rows().filter({ hasText: name }).first();
  const labels = async () => await rows().locator('.label-name').allInnerTexts();
  const kept = (run: string, file: string) => session().workspace.path(`.unroll/runs/${run}/${file}`);
  const openRuns = async () => {
    await bench().page.getByRole('tab', { name: 'Unroll' }).first().click();
    await rows().first().waitFor();
  };
  /** As a hand does: over the activity bar, which opens the other view, onto the place. */
  const drag = async (from: Locator, to: Locator, over?: Locator) => {
    const { mouse } = bench().page;
    await from.hover();
    await mouse.down();
    for (const place of [...(over ? [over] : []), to]) {
      await place.waitFor();
      const box = await place.boundingBox();
      assert.ok(box);
      for (const off of [0, 3, 6]) await mouse.move(box.x + 20 + off, box.y + Math.min(box.height / 2, 12) + off / 3, { steps: 4 });
      await bench().page.waitForTimeout(1200);
    }
    await mouse.up();
  };

  before(() => {
    const { workspace } = session();
    for (const [name, file, cell] of [
      ['first', 'time-machine.txt', 'lstm'],
      ['second', 'time-machine.txt', 'rnn'],
      ['third', 'elements.txt', 'gru'],
    ] as const) {
      const words = ['train', workspace.path(file), '--cell', cell, '--hidden', '16', '--updates', '20', '--device', 'wasm'];
      execFileSync('node', ['dist/cli.js', ...words, '--out', workspace.path(`.unroll/runs/${name}`)], { stdio: 'pipe' });
    }
  });

  it('F2 names a run, whose folder stays; the name is in the list, the panel and the picks', async () => {
    await openRuns();
    await bench().command('Unroll: Refresh Runs');
    await row('first').click();
    await bench().tab('first').waitFor();
    await row('first').click();
    await bench().page.keyboard.press('F2');
    const input = bench().page.locator('.quick-input-widget:visible input[type=text]').first();
    await input.fill('The lecture’s LSTM [x](command:workbench.action.quit)');
    await input.press('Enter');
    await row('The lecture’s LSTM').waitFor();
    await bench().tab('The lecture’s LSTM').waitFor();
    assert.equal(await bench().panel.locator('h1').innerText(), 'The lecture’s LSTM [x] (command:workbench.action.quit)');
    assert.ok(existsSync(kept('first', 'last.safetensors')));
    await bench().command('Unroll: Show Run');
    await bench().quickPick('The lecture’s LSTM').waitFor();
    await bench().page.keyboard.press('Escape');
  });

  it('Note… opens a field in the panel; the note is in the list and the panel, and gone when it is emptied', async () => {
    await bench().choose(row('second'), 'Note about Run…');
    const field = panel('note-field');
    await field.waitFor();
    await until('the field has the cursor', () => field.evaluate((e) => e === document.activeElement));
    await field.fill('Rate too high: **not** good\n<b>try</b> 0.001');
    await session().picture('a note is written');
    await field.press('Control+Enter');
    await panel('note').waitFor();
    assert.equal(await panel('note').innerText(), 'Rate too high: **not** good\n<b>try</b> 0.001');
    await row('Rate too high: **not** good').waitFor();
    await session().picture('a note about a run');
    assert.match(readFileSync(kept('second', 'about.json'), 'utf8'), /try/);
    await panel('edit-note').click();
    await panel('note-field').fill('');
    await panel('save-note').click();
    await panel('note').waitFor({ state: 'detached' });
    await until('nothing is left of it', () => !existsSync(kept('second', 'about.json')));
  });

  it('runs are grouped by file, sorted and filtered, and that is kept over a reload', async () => {
    await bench().command('Unroll: Group Runs by File');
    await row(/time-machine\.txt.*2 runs/).waitFor();
    const groups = ['elements.txt', 'third', 'time-machine.txt', 'second', 'The lecture’s LSTM [x] (command:workbench.action.quit)'];
    assert.deepEqual(await labels(), groups);
    await session().picture('runs in groups');
    await bench().command('Unroll: Sort Runs…');
    await bench().quickPick('Best Loss First').click();
    await bench().command('Unroll: Filter Runs…');
    const input = bench().page.locator('.quick-input-widget:visible input[type=text]').first();
    await input.fill('machine rnn');
    await until('the list follows what is typed', async () => (await rows().count()) === 2);
    await input.press('Enter');
    await bench().page.getByText('Filter “machine rnn”: 1 of 3 runs').waitFor();
    await session().picture('runs filtered');
    await bench().reload();
    await bench().page.getByText('Filter “machine rnn”: 1 of 3 runs').waitFor({ timeout: 60_000 });
    await until('the list is as it was', async () => (await rows().count()) === 2);
    await bench().command('Unroll: Clear Filter of Runs');
    await bench().command('Unroll: Show Runs as a List');
    await until('all are in one list', async () => (await rows().count()) === 3);
    await bench().command('Unroll: Sort Runs…');
    await bench().quickPick('Newest First').click();
    await until('the newest is first', async () => (await labels())[0] === 'third');
  });

  it('a run dragged onto another is compared with it', async () => {
    await drag(row('second'), row('third'));
    await bench()
      .tab(/^Compare /)
      .waitFor();
    await panel('losses').locator('canvas').waitFor();
    await bench().command('View: Close All Editors');
  });

  it('several are deleted at once, and Undo brings them back whole, names and all', async () => {
    const before = readdirSync(session().workspace.path('.unroll/runs/first')).sort();
    await bench().clearNotifications();
    await row('The lecture’s LSTM').click();
    await row('third').click({ modifiers: ['Control'] });
    await bench().page.keyboard.press('Delete');
    const dialog = bench().page.locator('.monaco-dialog-box');
    assert.match(await dialog.innerText(), /Delete 2 runs\?/);
    await session().picture('deleting runs');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await until('they are gone', async () => (await rows().count()) === 1);
    assert.ok(!existsSync(kept('first', 'experiment.json')));
    const told = bench().notification(/Deleted .* can be brought back for a week/);
    await told.waitFor();
    assert.equal(await told.locator('a[href]').count(), 0, 'a name is no link');
    await session().picture('deleted runs');
    await told.getByRole('button', { name: 'Undo' }).click();
    await until('they are back', async () => (await rows().count()) === 3);
    await row('The lecture’s LSTM').waitFor();
    assert.deepEqual(readdirSync(session().workspace.path('.unroll/runs/first')).sort(), before);
  });

  it('a run that trains is stopped and deleted, and comes back from the trash by a command', async () => {
    await bench().choose(row('second'), 'Train Further');
    await bench().choose(row('second'), 'Delete Run…');
    await bench().page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete', exact: true }).click();
    await until('it is gone', async () => (await rows().count()) === 2);
    await bench().clearNotifications();
    await bench().command('Unroll: Restore Deleted Runs…');
    await bench().quickPick('second').click();
    await session().picture('restoring runs');
    await bench().page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
    await row('second').waitFor();
    assert.ok(existsSync(kept('second', 'last.safetensors')));
  });

  it('a file dragged from the Explorer onto Runs is trained', async () => {
    await bench()
      .page.getByRole('tab', { name: /^Explorer/ })
      .first()
      .click();
    await bench().file('verses.txt').or(bench().file('time-machine.txt')).first().waitFor();
    const count = readdirSync(session().workspace.path('.unroll/runs')).length;
    await drag(bench().file('time-machine.txt'), rows().first(), bench().page.getByRole('tab', { name: 'Unroll' }).first());
    await until('there is one more', () => readdirSync(session().workspace.path('.unroll/runs')).length > count);
    await row(/time-machine-/).waitFor();
  });
});
