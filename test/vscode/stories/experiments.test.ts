/** An experiment as a file, in a real VS Code: written with completion, its mistakes underlined, trained from above it, found again, and saved from a run. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { useSession } from '../session';
import { verse } from '../taskFiles';
import { until } from '../until';

const BEGUN = `{
  "files": ["vers"],
  "hiden": 16,
  "rule": "case",
  "batch": 8,
  "epochs": 2,
  "device": "wasm"
}
`;

const SIZES = `{ "files": ["verse.txt"], "hidden": [8, 12, 16], "batch": 8, "epochs": 2, "device": "wasm" }\n`;

describe('an experiment as a file', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({
    files: { 'exp/my.unroll.json': BEGUN, 'exp/verse.txt': verse.slice(0, 4000), 'exp/sizes.unroll.json': SIZES },
    settings: { 'unroll.hidden': 64, 'unroll.device': 'wasm', 'files.simpleDialog.enable': true },
  });
  const bench = () => session().workbench;
  const page = () => bench().page;
  const lens = (title: RegExp | string) => bench().editor.locator('.codelens-decoration a').filter({ hasText: title });
  const suggestion = (label: string) => page().locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: label }).first();
  const problem = (text: string) => page().locator('.markers-panel-container').getByText(text);
  const inWorkspace = (name: string) => session().workspace.path(name);
  /** Puts the cursor behind the first occurrence of a text in the document in front. */
  const goTo = async (line: number, column: number) => {
    await bench().command('Go to Line/Column...');
    await page().locator('.quick-input-widget:visible input').fill(`:${line}:${column}`);
    await page().keyboard.press('Enter');
    await page()
      .locator('.quick-input-widget:visible')
      .waitFor({ state: 'detached' })
      .catch(() => undefined);
  };

  it('mistakes are underlined, also those that no schema can tell', async () => {
    await bench().file('exp').click();
    await bench().openFile('my.unroll.json');
    await bench().command('Problems: Focus on Problems View');
    await problem('There is no setting hiden. Did you mean hidden?').waitFor();
    for (const text of ['There is no such file here.', 'rule is for tag']) await problem(text).waitFor();
    await bench().editor.locator('.squiggly-error').first().waitFor();
    await session().picture('mistakes of an experiment file');
  });

  it('files are completed by their paths, settings by their names, with what they are', async () => {
    await bench().tab('my.unroll.json').click();
    await goTo(2, 18);
    await bench().command('Trigger Suggest');
    await suggestion('verse.txt').click();
    await bench().editor.getByText('"verse.txt"').waitFor();
    await goTo(3, 3);
    await bench().command('Quick Fix...');
    await page().locator('.action-widget').getByText('Change to hidden').click();
    await bench().editor.getByText('"hidden"').waitFor();
    await page().keyboard.press('Control+z');
    await bench().editor.getByText('"hiden"').waitFor();
    await goTo(3, 3);
    await page().keyboard.press('Shift+End');
    await page().keyboard.type('"hidd');
    await suggestion('hidden').waitFor();
    await page().keyboard.press('Control+Space');
    await page().locator('.suggest-details-container').getByText('Default: 128').waitFor();
    await session().picture('completion in an experiment file');
    await suggestion('hidden').click();
    await page().keyboard.type('16');
    await goTo(4, 1);
    await bench().command('Delete Line');
    await until('nothing is wrong any more', async () => (await bench().editor.locator('.squiggly-error').count()) === 0);
  });

  it('hovering on a setting says what it is and what it may be', async () => {
    await bench().editor.locator('.view-line').getByText('"hidden"').hover();
    const hover = page().locator('.monaco-hover:visible');
    await hover.getByText('A whole number from 1 to 8192.').first().waitFor();
    await page().keyboard.press('Escape');
  });

  it('Train, above the file, trains what it says, and nothing of the settings of the editor; then the run can be opened from there', async () => {
    await lens('Train').click();
    await bench().notification('my-gru is trained').waitFor({ timeout: 90_000 });
    await bench().clearNotifications();
    const experiment = JSON.parse(readFileSync(inWorkspace('.unroll/runs/my-gru/experiment.json'), 'utf8'));
    assert.deepEqual([experiment.files, experiment.hidden, experiment.batch, experiment.epochs], [['exp/verse.txt'], 16, 8, 2]);
    await bench().tab('my.unroll.json').click();
    await lens('Open Run my-gru').waitFor();
    assert.equal(await bench().tab('my.unroll.json').and(page().locator('.dirty')).count(), 0, 'it was saved');
    assert.equal(await lens('Resume').count(), 0, 'it has reached its end');
    await session().picture('an experiment file with its run');
    await lens('Open Run my-gru').click();
    await bench().tab('my-gru').waitFor();
  });

  it('an edited file says that it changed since, and one that was moved still has its run', async () => {
    await bench().tab('my.unroll.json').click();
    await goTo(3, 15);
    await page().keyboard.type('0');
    await lens('Open Run my-gru (settings changed since)').waitFor();
    await page().keyboard.press('Control+z');
    await lens(/^Open Run my-gru$/).waitFor();
    renameSync(inWorkspace('exp/my.unroll.json'), inWorkspace('exp/moved.unroll.json'));
    await bench().openFile('moved.unroll.json');
    await lens(/^Open Run my-gru$/).waitFor();
  });

  it('a run that was stopped is gone on with from there', async () => {
    await goTo(5, 14);
    await page().keyboard.type('0000');
    await lens('Train').click();
    await bench().tab('moved-gru').waitFor({ timeout: 60_000 });
    await bench().command('Unroll: Stop Training');
    await bench().statusBar.getByText('moved-gru is stopped').waitFor();
    await bench().tab('moved.unroll.json').click();
    await lens(/^Resume moved-gru$/).click();
    await bench()
      .statusBar.getByText(/gru · loss \d/)
      .first()
      .waitFor({ timeout: 60_000 });
    await bench().command('Unroll: Stop Training');
    await bench().statusBar.getByText('moved-gru is stopped').waitFor();
  });

  it('an experiment is saved from a run, and opened', async () => {
    await page().getByRole('tab', { name: 'Unroll' }).first().click();
    await bench().choose(bench().tree('Runs').getByRole('treeitem').filter({ hasText: 'my-gru' }), 'Save as Experiment File…');
    await bench().page.locator('.quick-input-titlebar').getByText('Save as Experiment File').waitFor();
    await page().keyboard.press('Enter');
    await bench().tab('my-gru.unroll.json').waitFor();
    assert.ok(existsSync(inWorkspace('my-gru.unroll.json')));
    const saved = JSON.parse(readFileSync(inWorkspace('my-gru.unroll.json'), 'utf8'));
    assert.deepEqual([saved.files, saved.hidden, saved.cell, saved.cellSource, saved.seed], [['exp/verse.txt'], 16, 'gru', undefined, 1]);
    assert.equal(await bench().editor.locator('.squiggly-error').count(), 0);
    await session().picture('an experiment saved from a run');
  });

  it('Train with Options… can write one instead of training', async () => {
    await page()
      .getByRole('tab', { name: /^Explorer/ })
      .first()
      .click();
    await bench().choose(bench().file('elements.txt'), 'Unroll', 'Train Char-RNN with Options…');
    for (const [placeholder, typed] of [
      ['The recurrent cell', 'lstm'],
      ['H:', '24'],
      ['L:', '2'],
      ['What texts are read', 'characters'],
      ['T:', '16'],
      ['Time', '1'],
      ['Train now', 'Save as Experiment File'],
    ] as const) {
      const input = page().locator(`.quick-input-widget:visible input[placeholder^="${placeholder}"]`);
      await input.waitFor();
      await input.fill(typed);
      await bench().quickPick(typed).waitFor();
      if (placeholder === 'Train now') await session().picture('the last step of Train with Options');
      await input.press('Enter');
    }
    await bench().page.locator('.quick-input-titlebar').getByText('Save as Experiment File').waitFor();
    await page().keyboard.press('Enter');
    await bench().tab('elements.unroll.json').waitFor();
    const saved = JSON.parse(readFileSync(inWorkspace('elements.unroll.json'), 'utf8'));
    assert.deepEqual(saved, {
      task: 'language-model',
      files: ['elements.txt'],
      units: 'characters',
      cell: 'lstm',
      hidden: 24,
      layers: 2,
      window: 16,
      device: 'wasm',
      minutes: 1,
    });
    await session().picture('an experiment written by Train with Options');
  });

  it('in the menu of the Explorer an experiment file has Train This Experiment, and no other training', async () => {
    await bench().openMenu(bench().file('elements.unroll.json'), 'Train This Experiment');
    for (const item of ['Train Char-RNN', 'Unroll']) assert.equal(await bench().menuItem(item).count(), 0, item);
    await page().keyboard.press('Escape');
  });

  it('a file of many runs trains them all from above it, and compares them', async () => {
    await bench().openFile('sizes.unroll.json');
    await lens('Train 3 Runs').click();
    const dialog = page().locator('.monaco-dialog-box');
    await dialog.getByText('Train 3 runs of sizes.unroll.json?').waitFor({ timeout: 60_000 });
    await dialog.getByText('Every combination of hidden.').waitFor();
    await session().picture('a sweep before it trains');
    await dialog.getByRole('button', { name: 'Train', exact: true }).click();
    await bench().notification('sizes.unroll.json: 3 of 3 runs have ended. The best is sizes-').waitFor({ timeout: 120_000 });
    await bench()
      .tab(/^Compare /)
      .waitFor();
    await session().picture('a sweep that was trained');
    for (const [at, hidden] of [8, 12, 16].entries()) {
      const experiment = JSON.parse(readFileSync(inWorkspace(`.unroll/runs/sizes-${at + 1}/experiment.json`), 'utf8'));
      assert.ok([8, 12, 16].includes(experiment.hidden), `${hidden}`);
    }
    await bench().tab('sizes.unroll.json').click();
    await lens(/^Open Run sizes-\d$/).waitFor();
  });
});
