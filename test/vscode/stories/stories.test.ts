/** What a user does, by mouse and keyboard in a real VS Code, each story on what the ones before it left. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { useSession } from '../session';
import { until } from '../until';

const THEMES = ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'];

describe('the user stories', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({ settings: { 'unroll.cell': 'lstm', 'unroll.hidden': 128 } });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);

  it('shows a welcome, with ways to begin, before there is any run', async () => {
    const { page } = bench();
    await page.getByRole('tab', { name: 'Unroll' }).first().click();
    await page.locator('.welcome-view-content').getByText('Train Char-RNN').first().waitFor();
    await page
      .getByRole('tab', { name: /^Explorer/ })
      .first()
      .click();
  });

  it('a right-click has one thing to train with, and all else in a submenu that fits the file', async () => {
    const { page } = bench();
    await bench().openMenu(bench().file('time-machine.txt'), 'Unroll');
    await bench().menuItem('Train for a Task…').waitFor();
    await session().picture('menu of the Explorer');
    for (const item of ['Train Char-RNN', 'Train Char-RNN with Options…']) assert.equal(await bench().menuItem(item).count(), 1);
    assert.equal(await bench().menuItem('Evaluate on Files…').count(), 0, 'there is no run yet');
    for (let open = 0; open < 2; open++) await page.keyboard.press('Escape');
    await bench().menuItem('Unroll').waitFor({ state: 'detached' });
  });

  it('right-click, Train Char-RNN: the status bar and a panel show training as it goes, and no notification', async () => {
    await bench().openFile('time-machine.txt');
    await bench().choose(bench().file('time-machine.txt'), 'Train Char-RNN');
    await bench()
      .statusBar.getByText(/lstm · loss \d.* chars\/s/)
      .waitFor({ timeout: 60_000 });
    await bench().tab('time-machine-lstm').waitFor();
    await panel('loss-chart').locator('canvas').waitFor();
    await panel('gradient-chart').locator('canvas').waitFor();
    assert.match((await panel('device').textContent()) ?? '', /CPU|GPU/);
    const first = await statusLoss();
    await until('the loss falls', async () => (await statusLoss()) < first - 0.3);
    await panel('sample').first().waitFor({ timeout: 90_000 });
    assert.equal(await bench().page.locator('.notification-toast').count(), 0);
  });

  it('the loss can be read from the keyboard, on a linear and a logarithmic axis', async () => {
    await panel('loss-log').click();
    assert.equal(await panel('loss-log').getAttribute('aria-pressed'), 'true');
    await panel('loss-linear').click();
    assert.equal(await panel('loss-linear').getAttribute('aria-pressed'), 'true');
    await panel('loss-chart').focus();
    await bench().page.keyboard.press('Home');
    assert.match((await panel('loss-chart').getAttribute('aria-valuetext')) ?? '', /^update 1: training loss \d/);
  });

  it('Stop stops training, with a checkpoint to go on from', async () => {
    await panel('stop').click();
    await panel('resume').first().waitFor();
    await bench().statusBar.getByText('time-machine-lstm is stopped').waitFor();
  });

  it('Generate continues the selected text, several times side by side', async () => {
    await selectLines(3);
    await bench().command('Unroll: Generate');
    await panel('continuation').nth(2).waitFor();
    assert.equal(await panel('continuation').count(), 3);
    await panel('written').first().locator('[data-at="5"]').hover();
    assert.equal(await panel('alternatives').locator('li').count(), 5);
  });

  it('the menu of the editor has what is done most, and a submenu that fits the runs', async () => {
    await bench().openMenu(bench().editor.locator('.view-line').first(), 'Unroll');
    await bench().menuItem('Train for a Task…').waitFor();
    await session().picture('menu of the editor');
    for (const item of ['Generate', 'Inspect Gate Activations']) assert.equal(await bench().menuItem(item).count(), 1);
    for (const item of ['Classify Selection', 'Clear Labels']) assert.equal(await bench().menuItem(item).count(), 0);
    for (let open = 0; open < 2; open++) await bench().page.keyboard.press('Escape');
    await bench().menuItem('Unroll').waitFor({ state: 'detached' });
  });

  it('a continuation is copied, and inserted into the editor', async () => {
    const written = (await panel('written').first().locator('[data-at]').allInnerTexts()).join('');
    await panel('copy').first().click();
    const bare = (text: string) => text.replaceAll(/\s/g, '');
    await until(
      'it is on the clipboard',
      async () => bare(await bench().page.evaluate(() => navigator.clipboard.readText())) === bare(written),
    );
    await panel('insert').first().click();
    const edited = bench().tab('time-machine.txt').and(bench().page.locator('.dirty'));
    await edited.waitFor();
    await selectLines(0);
    await bench().page.keyboard.press('Control+z');
    await edited.waitFor({ state: 'detached' });
  });

  it('temperature, length, count and seed are adjusted in the panel; the same seed writes the same text', async () => {
    await panel('length').fill('40');
    await panel('count').fill('1');
    await panel('count').blur();
    const texts: string[] = [];
    for (const seed of ['7', '8', '7']) {
      await panel('seed').fill(seed);
      await panel('generate').click();
      await panel('continuation').first().getByText(`seed ${seed}`).waitFor();
      texts.push((await panel('written').locator('[data-at]').allTextContents()).join(''));
    }
    assert.equal(texts[0]?.length, 40);
    assert.equal(texts[2], texts[0]);
    assert.notEqual(texts[1], texts[0]);
  });

  it('Inspect Gate Activations draws a map of the state and of every gate, linked', async () => {
    await selectLines(3);
    await bench().command('Unroll: Inspect Gate Activations');
    for (const name of ['h', 'c', 'i', 'f', 'o', 'g']) {
      const map = panel(`heatmap-${name}`);
      await map.waitFor();
      await until(`the map of ${name} is drawn`, async () => (await colours(map)) > 16);
    }
    await panel('heatmap-f').hover({ position: { x: 60, y: 30 } });
    assert.match(await panel('tooltip').innerText(), /“.+” f\[\d+\] = 0\.\d+/);
    assert.match(await panel('this-unit').innerText(), /i[\s\S]*o/);
    const shown = await panel('range').innerText();
    await panel('zoom-in').click();
    await until('fewer characters are shown', async () => (await panel('range').innerText()) !== shown);
  });

  it('the maps are walked with the arrow keys', async () => {
    await panel('heatmap-h').focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowDown']) await bench().page.keyboard.press(key);
    assert.match(await panel('tooltip').innerText(), /h\[\d+\] = /);
  });

  for (const theme of THEMES) {
    it(`looks at home in ${theme}`, async () => {
      await bench().setTheme(theme);
      await bench().page.keyboard.press('Escape');
      for (const tab of ['training', 'inside', 'continuations']) {
        await panel(`tab-${tab}`).click();
        await bench().page.waitForTimeout(400); // a canvas is drawn after the theme has come
        await session().picture(`${theme}, ${tab}`);
      }
      const background = await bench()
        .panel.locator('body')
        .evaluate((body) => getComputedStyle(body).backgroundColor);
      const channels = (background.match(/\d+/g) ?? []).slice(0, 3).map(Number);
      assert.equal(
        channels.every((channel) => channel < 128),
        theme.startsWith('Dark'),
        `the background is ${background}`,
      );
    });
  }

  it('Train Char-RNN with Options… asks for cell, units, layers, window and time', async () => {
    await bench().choose(bench().file('elements.txt'), 'Unroll', 'Train Char-RNN with Options…');
    for (const [placeholder, typed] of [
      ['The recurrent cell', 'gru'],
      ['H:', '16'],
      ['L:', '1'],
      ['What texts are read', 'characters'],
      ['T:', '16'],
      ['Time', '0.1'],
      ['Train now', 'Train'],
    ] as const) {
      const input = bench().page.locator(`.quick-input-widget:visible input[placeholder^="${placeholder}"]`);
      await input.waitFor();
      await input.fill(typed);
      await bench().quickPick(typed).waitFor();
      await input.press('Enter');
    }
    await bench().notification('elements-gru').waitFor({ timeout: 120_000 });
    assert.match(await panel('open-cell').innerText(), /gru · 16\sunits · 1\slayer/);
  });

  it('hello: four letters, trained in a moment, and h is continued with ello', async () => {
    await bench().choose(bench().file('hello.txt'), 'Train Char-RNN');
    await bench().notification('hello-lstm').waitFor({ timeout: 60_000 });
    await bench().tab('hello-lstm').click();
    await panel('tab-continuations').click();
    await panel('prompt').fill('h');
    await panel('length').fill('4');
    await panel('temperature').fill('0');
    await panel('generate').click();
    await until(
      'hello is written',
      async () => (await panel('written').first().locator('[data-at]').allTextContents()).join('') === 'ello',
    );
  });

  it('Generate asks the run that was trained on the file in front, names it, and asks another on a click', async () => {
    await bench().tab('time-machine.txt').click();
    await bench().command('Unroll: Generate');
    await bench().tab('time-machine-lstm').and(bench().page.locator('.active')).waitFor();
    const answering = bench().statusBar.getByText('time-machine-lstm', { exact: true });
    await answering.waitFor();
    await session().picture('the run that answers');
    await answering.click();
    await bench().quickPick('hello-lstm').click();
    await bench().tab('hello-lstm').and(bench().page.locator('.active')).waitFor();
    await answering.waitFor({ state: 'detached' });
  });

  it('the tree of runs resumes, stops, shows and deletes', async () => {
    const { page } = bench();
    await page.getByRole('tab', { name: 'Unroll' }).first().click();
    const runs = bench().tree('Runs');
    const run = (name: string) => runs.getByRole('treeitem', { name: new RegExp(`^${name}`) });
    await run('hello-lstm, done').waitFor();
    await bench().choose(run('time-machine-lstm'), 'Resume Training');
    await run('time-machine-lstm, training').waitFor({ timeout: 60_000 });
    await bench().choose(run('time-machine-lstm'), 'Stop Training');
    await run('time-machine-lstm, stopped').waitFor({ timeout: 60_000 });
    await bench().choose(run('elements-gru'), 'Show Run');
    await bench().tab('elements-gru').and(page.locator('.active')).waitFor();

    await bench().choose(run('elements-gru'), 'Delete Run…');
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete', exact: true }).click();
    await run('elements-gru').waitFor({ state: 'detached' });
    assert.equal(await bench().tab('elements-gru').count(), 0, 'its panel is closed');
  });

  it('nothing was asked for outside this machine', () => {
    assert.deepEqual(
      session().refused.filter((address) => !/vscode-cdn|vscode-unpkg|microsoft|visualstudio/.test(address)),
      [],
    );
  });

  async function statusLoss(): Promise<number> {
    const text = await bench().statusBar.innerText();
    return Number(/loss (\d+(\.\d+)?)/.exec(text)?.[1]);
  }

  /** From the top of the document, by keyboard. */
  async function selectLines(count: number): Promise<void> {
    const { page } = bench();
    await page
      .locator('.monaco-editor:visible .view-lines')
      .first()
      .click({ position: { x: 30, y: 30 } });
    await page.keyboard.press('Control+Home');
    for (let line = 0; line < count; line++) await page.keyboard.press('Shift+ArrowDown');
  }

  /** How many colours a canvas holds. */
  async function colours(map: Locator): Promise<number> {
    return map.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
    });
  }
});
