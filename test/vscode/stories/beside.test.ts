/** A run and its text looked into: the other cells trained beside it from Memory, several runs deleted at once, and a report that stands alone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { launchBrowser } from '../../browser';
import { assertAccessible } from '../../webview/accessible';
import { watch } from '../../webview/harness';
import { useSession } from '../session';
import { until } from '../until';

describe('the stories of what stands beside a run', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({ settings: { 'files.simpleDialog.enable': true, 'unroll.device': 'wasm' } });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);
  const runs = () => bench().tree('Runs').getByRole('treeitem');
  const dialog = (button: string) => bench().page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true });

  it('a run that another process makes is in the list without a word from the user', async () => {
    const { workspace } = session();
    await bench().page.getByRole('tab', { name: 'Unroll' }).first().click();
    await bench().page.waitForTimeout(1000);
    const words = ['train', workspace.path('time-machine.txt'), '--cell', 'gru', '--hidden', '16', '--updates', '12', '--device', 'wasm'];
    execFileSync('node', ['dist/cli.js', ...words, '--out', workspace.path('.unroll/runs/gru')], { stdio: 'pipe' });
    await runs().getByText('gru').first().waitFor({ timeout: 60_000 });
  });

  it('Beside other cells says what it trains, trains that when the user agrees, and draws three curves', async () => {
    await runs().first().dblclick();
    await panel('tab-memory').click();
    await panel('inspect-text').fill('The Time Traveller (for so it will be convenient to speak of him)');
    await panel('inspect').click();
    await panel('memory-beside-cost')
      .filter({ hasText: /^trains rnn and lstm, about \d+ s$/ })
      .waitFor({ timeout: 60_000 });
    await panel('memory-beside').click();
    await bench().page.locator('.monaco-dialog-box').getByText('Train rnn and lstm beside gru?').waitFor();
    await dialog('Train').click();
    await panel('memory-sides').getByText('lstm').waitFor({ timeout: 120_000 });
    assert.deepEqual((await panel('memory-sides').locator('span').allTextContents()).sort(), ['gru', 'lstm', 'rnn']);
    for (const cell of ['gru h', 'rnn h', 'lstm h']) await panel('memory-fading').getByText(cell).first().waitFor({ timeout: 60_000 });
    await bench().clearNotifications();
    await session().picture('memory beside other cells, trained');
    assert.equal(await runs().count(), 3);
  });

  it('Export Run writes a report, one page, which asks for nothing and is whole without a network', async () => {
    const file = session().workspace.path('gru.html');
    await bench().choose(runs().filter({ hasText: 'gru' }).last(), 'Export Run…');
    await bench().quickPick('HTML Report').click();
    const name = bench().page.locator('.quick-input-widget:visible input[type=text]').first();
    await until('a place is proposed', async () => (await name.inputValue()).endsWith('gru.html'));
    await bench().page.keyboard.press('Enter');
    await until('the report is written', () => existsSync(file));
    const page = readFileSync(file, 'utf8');
    assert.doesNotMatch(page, /https?:|<script|<link rel="stylesheet"|@import|url\(/);
    for (const told of ['<h1>gru</h1>', '-gram ', '<h2>Samples</h2>', '<h2>Cell</h2>']) assert.ok(page.includes(told), told);
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({ offline: true });
      const opened = await context.newPage();
      const problems = watch(opened);
      const asked: string[] = [];
      opened.on('request', (request) => asked.push(request.url()));
      await opened.goto(pathToFileURL(file).href);
      assert.deepEqual(
        asked.filter((url) => !url.startsWith('data:')),
        [pathToFileURL(file).href],
      );
      await assertAccessible({ page: opened, problems });
    } finally {
      await browser.close();
    }
  });

  it('Export Run writes the model as ONNX, which ONNX Runtime reads', async () => {
    const file = session().workspace.path('gru.onnx');
    await bench().choose(runs().filter({ hasText: 'gru' }).last(), 'Export Run…');
    await bench().quickPick('ONNX').click();
    const name = bench().page.locator('.quick-input-widget:visible input[type=text]').first();
    await until('a place is proposed', async () => (await name.inputValue()).endsWith('gru.onnx'));
    await bench().page.keyboard.press('Enter');
    await until('the model is written', () => existsSync(file));
    const model = await InferenceSession.create(readFileSync(file));
    assert.deepEqual([...model.outputNames], ['logits', 'hn_layer0']);
  });

  it('several runs that are selected are deleted after one question', async () => {
    await runs().nth(0).click();
    await runs()
      .nth(1)
      .click({ modifiers: ['Control'] });
    await bench().choose(runs().nth(1), 'Delete Run…');
    await bench().page.locator('.monaco-dialog-box').getByText('Delete 2 runs?').waitFor();
    await dialog('Delete').click();
    await until('two of three are gone', async () => (await runs().count()) === 1);
  });
});
