/** Two runs, and two checkpoints of one, held against each other on the text in front: its lines say which became more predictable. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { useSession } from '../session';
import { until } from '../until';

describe('the stories of comparing behaviour', function () {
  this.timeout(120_000);
  this.bail(true);
  const session = useSession();
  const bench = () => session().workbench;
  /** What is drawn behind the lines in sight, from above: VS Code does so with styles. */
  const behind = () =>
    bench()
      .editor.locator('.view-line span')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each, '::after').content).filter((text) => text.includes('bits')));

  const compare = async (before: string, after: string) => {
    await bench().command('Unroll: Compare Behaviour on This Text…');
    await bench().quickPick(before).click();
    await bench().page.locator('.quick-input-widget:visible input[placeholder^="After"]').waitFor();
    await bench().quickPick(after).click();
  };

  before(() => {
    const { workspace } = session();
    for (const cell of ['lstm', 'rnn']) {
      const words = ['train', workspace.path('time-machine.txt'), '--cell', cell, '--hidden', '32', '--updates', '120'];
      const rest = ['--keep-checkpoints', '4', '--device', 'wasm', '--out', workspace.path(`.unroll/runs/${cell}`)];
      execFileSync('node', ['dist/cli.js', ...words, ...rest], { stdio: 'pipe' });
    }
  });

  it('Compare Behaviour on This Text asks what is before and what after, and draws the lines as a diff does', async () => {
    await bench().openFile('time-machine.txt');
    await bench().page.getByRole('tab', { name: 'Unroll' }).first().click();
    await bench().command('Unroll: Refresh Runs');
    await bench().tree('Runs').getByRole('treeitem').nth(1).waitFor();
    await compare('lstm, update 26', 'lstm, lstm ·');
    const told = bench().notification(/lines? became more predictable, [\d,]+ lines? less so: \d\.\d\d → \d\.\d\d bits a character/);
    await told.waitFor({ timeout: 60_000 });
    await until('lines are marked', async () => (await behind()).length > 5);
    for (const text of await behind()) assert.match(text, /^"[−+]\d\.\d\d.bits\/char"$/);
    await bench().editor.locator('.view-line').nth(7).hover();
    await bench().page.getByText('What changed most').waitFor();
    await session().picture('behaviour');
  });

  it('one goes from change to change by keyboard and in the title of the editor, and clears them', async () => {
    await bench().editor.locator('.view-line').first().click();
    await bench().page.keyboard.press('Control+Home');
    const line = () =>
      bench()
        .statusBar.getByText(/^Ln \d+/)
        .innerText();
    await until('the cursor is in the first line', async () => (await line()) === 'Ln 1, Col 1');
    await bench().page.keyboard.press('Alt+F5');
    await until('it is in another one', async () => !(await line()).startsWith('Ln 1,'));
    await bench().page.getByRole('button', { name: 'Next Change of Behaviour' }).first().click();
    await bench().page.getByRole('button', { name: 'Previous Change of Behaviour' }).first().click();
    for (const theme of ['Light Modern', 'Dark High Contrast', 'Light High Contrast', 'Dark Modern']) {
      await bench().setTheme(theme);
      await bench().page.waitForTimeout(1000); // colours come a moment later
      await session().picture(`behaviour ${theme}`);
    }
    await bench().page.getByRole('button', { name: 'Clear Changes of Behaviour' }).first().click();
    await until('nothing is marked', async () => (await behind()).length === 0);
  });

  it('the panel that compares the two opens from there, at work on the text, and leads back to its lines', async () => {
    await bench().clearNotifications();
    await compare('rnn, rnn ·', 'lstm, lstm ·');
    await bench()
      .notification(/became more predictable/)
      .getByRole('button', { name: 'Compare the Two' })
      .click();
    await bench().panel.getByTestId('compare-lines').waitFor({ timeout: 60_000 });
    await bench()
      .panel.getByTestId('changed-more')
      .or(bench().panel.getByTestId('changed-less'))
      .first()
      .getByRole('button')
      .first()
      .click();
    await bench()
      .panel.getByTestId('line-here')
      .getByText(/^Line [\d,]+: /)
      .waitFor();
    await bench().tab('time-machine.txt').first().waitFor();
    await session().picture('behaviour in the panel');
  });
});
