// The continuations tab: what is asked for, what is shown of it, and what is done with it.
import assert from 'node:assert/strict';
import { openPanel, type Panel } from './harness';

describe('continuations', () => {
  let panel: Panel;
  const open = async () => {
    panel = await openPanel({ tab: 'continuations' });
    await panel.page.getByTestId('continuation').first().waitFor();
  };
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('says of characters that were not kept that they are read as unknown', async () => {
    panel = await openPanel({ tab: 'continuations', scenario: 'capped' });
    const { page } = panel;
    await page.getByTestId('prompt').fill('KING LEAR:\n¶');
    await page.getByTestId('generate').click();
    await page.getByText('The model does not know “¶”; it was read as unknown.').waitFor();
  });

  it('generates with the settings shown', async () => {
    await open();
    const { page } = panel;
    await page.getByTestId('temperature').fill('1.25');
    for (const [name, value] of Object.entries({ length: '80', count: '2', seed: '42', topK: '5', topP: '0.9' })) {
      await page.getByTestId(name).fill(value);
      await page.getByTestId(name).press('Tab');
    }
    await page.getByTestId('prompt').fill('KING LEAR:\n¶');
    await page.getByTestId('generate').click();
    await page.getByTestId('unknown').filter({ hasText: '“¶”' }).waitFor();
    assert.deepEqual((await panel.calls('generate')).at(-1), [
      { prompt: 'KING LEAR:\n¶', length: 80, temperature: 1.25, topK: 5, topP: 0.9, seed: 42, count: 2 },
    ]);
    assert.equal(await page.getByTestId('continuation').count(), 2);
  });

  it('cancels what takes too long, without a word, and keeps what was there', async () => {
    await open();
    const { page } = panel;
    await page.evaluate(() => window.fakeHost.hold('generate'));
    await page.getByTestId('generate').click();
    await page.getByTestId('cancel').click();
    await page.getByTestId('cancel').waitFor({ state: 'detached' });
    assert.ok(await page.getByTestId('generate').isEnabled());
    assert.deepEqual([await page.getByTestId('refusal').count(), await page.getByTestId('continuation').count()], [0, 3]);
  });

  it('keeps settings within what they can be', async () => {
    await open();
    const count = panel.page.getByTestId('count');
    await count.fill('999');
    await count.press('Tab');
    assert.equal(await count.inputValue(), '100');
    await count.fill('');
    await count.press('Tab');
    assert.equal(await count.inputValue(), '100');
  });

  it('stands side by side where there is room and stacked where there is none', async () => {
    await open();
    const tops = () =>
      panel.page.getByTestId('continuation').evaluateAll((all) => new Set(all.map((e) => e.getBoundingClientRect().top)).size);
    assert.equal(await tops(), 1);
    await panel.resize(320);
    assert.equal(await tops(), 3);
  });

  it('shades characters more the less probable they were', async () => {
    await open();
    const levels = await panel.page
      .getByTestId('written')
      .first()
      .locator('[data-at]')
      .evaluateAll((all) => all.map((e) => Number(/level-(\d)/.exec(e.className)?.[1])));
    const probabilities = await panel.page.evaluate(async () =>
      window.fakeHost.generation.continuations[0]?.characters.map((c) => c.probability),
    );
    assert.equal(levels.length, probabilities?.length);
    const sorted = (probabilities ?? []).map((p, at) => ({ p, level: levels[at] ?? Number.NaN })).sort((a, b) => a.p - b.p);
    assert.deepEqual(
      sorted.map(({ level }) => level),
      sorted.map(({ level }) => level).sort((a, b) => b - a),
    );
    assert.ok(new Set(levels).size >= 5, 'nearly all levels occur');
  });

  it('tells the five likeliest characters at the pointer and by keyboard', async () => {
    await open();
    const written = panel.page.getByTestId('written').first();
    await written.locator('[data-at="3"]').hover();
    const popup = panel.page.getByTestId('alternatives');
    assert.equal(await popup.locator('.bar-row').count(), 5);
    await panel.page.mouse.move(2, 2);
    assert.equal(await popup.count(), 0);
    await panel.page.getByTestId('walk').first().focus();
    await panel.page.keyboard.press('ArrowRight');
    const first = await panel.page.evaluate(() => window.fakeHost.generation.continuations[0]?.characters[1]?.character);
    assert.ok((await popup.innerText()).startsWith(`“${first}”`));
    await panel.page.keyboard.press('Escape');
    assert.equal(await popup.count(), 0);
  });

  it('inserts, replaces and copies the text as it was drawn', async () => {
    await open();
    const text = await panel.page.evaluate(() => window.fakeHost.generation.continuations[1]?.text);
    const second = panel.page.getByTestId('continuation').nth(1);
    for (const action of ['insert', 'replace', 'copy'] as const) {
      await second.getByTestId(action).click();
      await panel.page.waitForFunction((name) => window.fakeHost.calls.some((call) => call.method === name), action);
      assert.deepEqual(await panel.calls(action), [[text]]);
    }
    await second.getByText('Copied').waitFor();
  });

  it('goes on from the selection, and from what the host sends', async () => {
    await open();
    await panel.page.getByTestId('prompt-selection').click();
    await panel.page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('[data-testid=prompt]')?.value === 'To be, or not to be',
    );
    await panel.page.evaluate(() => window.fakeHost.panel.show('continuations', { text: 'Once more', passage: 'another' }));
    await panel.page.waitForFunction(() => window.fakeHost.calls.filter((call) => call.method === 'generate').length === 2);
    assert.equal((((await panel.calls('generate')).at(-1) ?? [])[0] as { prompt: string }).prompt, 'Once more');
  });

  it('shows a refusal in words', async () => {
    await open();
    await panel.page.evaluate(() =>
      window.fakeHost.refuse('generate', 'The checkpoint is damaged: 12 bytes are missing. Resume training to write a new one.'),
    );
    await panel.page.getByTestId('generate').click();
    await panel.page.getByRole('alert').filter({ hasText: '12 bytes are missing' }).waitFor();
    assert.ok(await panel.page.getByTestId('generate').isEnabled());
  });
});
