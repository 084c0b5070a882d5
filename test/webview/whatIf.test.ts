// What if: changes are made from the form and the crosshair, listed, undone, and survive a reload; what follows is a difference.
import assert from 'node:assert/strict';
import { openPanel } from './harness';

describe('what if', () => {
  it('a unit is clamped, then a character edited: both are listed, told in nats, drawn, written on, undone, and kept over a reload', async () => {
    const panel = await openPanel({ tab: 'whatIf' });
    const { page } = panel;
    const changes = page.getByTestId('changes').locator('.mono');
    await page.getByTestId('change-unit').fill('7');
    await page.getByTestId('change-from').fill('40');
    await page.getByTestId('change-to').fill('45');
    await page.getByTestId('change-now').click();
    await page.getByTestId('loss-change').waitFor();
    assert.deepEqual(await changes.allTextContents(), ['l0:h[7] = 1, characters 40–45']);
    assert.match(
      (await page.getByTestId('loss-change').textContent()) ?? '',
      /^[+−]\d+\.\d\d nats \(\d+\.\d\d → .*after the change, from character 46 on\.$/,
    );
    await page.getByText('the same for 40 characters').waitFor();
    assert.ok((await page.locator('.both-ways .card').nth(1).locator('.differs').count()) > 20);
    await page
      .getByTestId('difference-c')
      .locator('.picture-drawing')
      .click({ position: { x: 400, y: 30 } });
    assert.match((await page.getByTestId('difference-c').locator('.caption').textContent()) ?? '', /^“.” \(\d+\) c\[\d+\]: [+−]?\d\.\d\d$/);
    assert.match(await page.getByTestId('change-target').inputValue(), /forward c$/); // pressed in a map, the form takes what is there
    await page.getByTestId('change-edit').click();
    await page.getByTestId('change-from').fill('3');
    await page.getByTestId('change-character').fill('x');
    await page.getByTestId('change-now').click();
    await changes.nth(1).waitFor();
    const asked = (await panel.calls('changeTrace')).at(-1)?.[0] as { interventions: unknown };
    const clamp = { kind: 'clamp', layer: 0, direction: 'forward', name: 'h', unit: 7, from: 39, to: 45, value: 1 };
    assert.deepEqual(asked.interventions, [clamp, { kind: 'edit', at: 2, character: 'x' }]);
    await page.reload();
    await page.getByTestId('loss-change').waitFor();
    assert.deepEqual(await changes.allTextContents(), ['l0:h[7] = 1, characters 40–45', 'character 3 is “x”']);
    await page.getByRole('button', { name: 'Undo l0:h[7]' }).click();
    await page.getByRole('button', { name: 'Undo character 3' }).click();
    await page.getByText('Change something above').waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('a refusal is told and changes nothing; with no text one is told what to do', async () => {
    const panel = await openPanel({ tab: 'whatIf' });
    await panel.page.evaluate(() => window.fakeHost.refuse('changeTrace', 'Layer 0 has no h[900].'));
    await panel.page.getByTestId('change-now').click();
    await panel.page.getByText('Layer 0 has no h[900].').waitFor();
    await panel.page.getByText('Change something above').waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
    const blank = await openPanel({ tab: 'whatIf', blank: true });
    await blank.page.getByTestId('what-if-empty').waitFor();
    await blank.close();
  });

  it('both continuations are drawn with a temperature and a seed of their own, at once and kept over a reload', async () => {
    const panel = await openPanel({ tab: 'whatIf' });
    const { page } = panel;
    await page.getByTestId('change-now').click();
    await page.getByTestId('written-both').locator('.card').nth(1).waitFor();
    const drawings = async () => (await panel.calls('continueTrace')).map(([given]) => given as { seed: number; temperature: number });
    await page.getByTestId('both-seed').fill('42');
    await page.getByTestId('both-seed').press('Enter');
    await page.getByTestId('temperature').fill('1.2');
    await page.waitForFunction(() => {
      const asked = window.fakeHost.calls.filter(({ method }) => method === 'continueTrace').slice(-2);
      return asked.every(({ args: [given] }) => {
        const { seed, temperature } = given as { seed: number; temperature: number };
        return seed === 42 && temperature === 1.2;
      });
    }); // with the seed alone they may have been drawn before
    await page.reload();
    await page.getByTestId('written-both').locator('.card').nth(1).waitFor();
    assert.deepEqual([await page.getByTestId('both-seed').inputValue(), await page.getByTestId('temperature').inputValue()], ['42', '1.2']);
    assert.deepEqual(
      (await drawings()).map(({ seed }) => seed),
      [42, 42],
    );
    // What the form says has nothing to do with it.
    await page.getByTestId('change-from').fill('9');
    await page.waitForTimeout(300);
    assert.equal((await drawings()).length, 2);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('of a classifier the labels stand side by side, with what each would cost; both directions can be changed', async () => {
    const panel = await openPanel({ tab: 'whatIf', scenario: 'classify' });
    const { page } = panel;
    const backward = await page.getByTestId('change-target').locator('option').filter({ hasText: '←' }).first().getAttribute('value');
    await page.getByTestId('change-target').selectOption(backward);
    await page.getByTestId('change-now').click();
    const both = page.getByTestId('answered-both');
    await both.waitFor();
    assert.equal(await both.locator('.card').count(), 2);
    assert.match(await both.innerText(), /Arabic becomes Vietnamese/);
    assert.equal(await both.locator('.card').nth(1).getByText('Vietnamese').count(), 1);
    assert.match(await both.locator('tbody tr').first().innerText(), /\d.*%.*%.*[+−]\d/s);
    assert.equal(await page.getByTestId('loss-change').count(), 0);
    assert.equal(await page.getByTestId('written-both').count(), 0);
    const [[asked] = []] = await panel.calls('changeTrace');
    assert.equal((asked as { interventions: { direction: string }[] }).interventions[0]?.direction, 'backward');
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('of a translator the encoder is changed, or the decoder, and both translations stand side by side', async () => {
    const panel = await openPanel({ tab: 'whatIf', scenario: 'translate' });
    const { page } = panel;
    await page.getByTestId('change-from').fill('4');
    await page.getByTestId('change-now').click();
    await page.getByText('the same for 4 characters').waitFor();
    await page.getByText('reaches all of it').waitFor();
    assert.equal(await page.getByTestId('written-both').getByTestId('temperature').count(), 0);
    await page.getByTestId('change-in-target').click();
    await page.getByTestId('change-reset').click();
    await page.getByTestId('change-from').fill('2');
    await page.getByTestId('change-now').click();
    const changes = page.getByTestId('changes').locator('.mono');
    await changes.nth(1).waitFor();
    assert.match(await changes.nth(1).innerText(), /^target states reset before character 2$/);
    const asked = (await panel.calls('changeTrace')).at(-1)?.[0] as { interventions: unknown[] };
    assert.deepEqual(asked.interventions[1], { kind: 'reset', part: 'target', at: 1 });
    const field = (await panel.calls('traceField')).at(-1)?.[0] as { part: string };
    assert.equal(field.part, 'target');
    await page.reload();
    await changes.nth(1).waitFor();
    await page.getByTestId('written-both').waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('of a tagger and a gap filler it says where something else is the likeliest now', async () => {
    for (const [scenario, words] of [
      ['tag', 'Likeliest tag'],
      ['infill', 'Likeliest character'],
    ] as const) {
      const panel = await openPanel({ tab: 'whatIf', scenario });
      await panel.page.getByTestId('change-now').click();
      const told = panel.page.getByTestId('told-otherwise');
      await told.waitFor();
      assert.match(await told.innerText(), new RegExp(`^${words}`));
      assert.match(await told.innerText(), /another one at \d+ characters/);
      assert.ok((await told.locator('tbody tr').count()) > 0);
      await panel.page.getByTestId('tab-inside').click();
      await panel.page.getByTestId('as-it-is').waitFor(); // which network other tabs show
      assert.deepEqual(panel.problems, []);
      await panel.close();
    }
  });

  it('while a change is read none is undone; another text ends that reading, and nothing of it lands', async () => {
    const panel = await openPanel({ tab: 'whatIf' });
    const { page } = panel;
    await page.getByTestId('change-now').click();
    const undo = page.getByTestId('changes').getByRole('button');
    await undo.waitFor();
    await page.evaluate(() => window.fakeHost.hold('changeTrace'));
    await page.getByTestId('change-reset').click();
    await page.getByTestId('change-now').click();
    await page.getByText('The network is reading…').waitFor();
    assert.ok(await undo.isDisabled());
    await page.getByTestId('inspect-text').fill('other words');
    await page.getByTestId('inspect').click();
    await page.getByText('Change something above').waitFor();
    assert.deepEqual(await panel.calls('cancelled'), [['changeTrace']]);
    assert.ok(await page.getByTestId('change-now').isEnabled());
    assert.equal(await undo.count(), 0);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('a run that is deleted meanwhile is told in words, and what was found stays', async () => {
    const panel = await openPanel({ tab: 'whatIf' });
    const { page } = panel;
    await page.getByTestId('change-now').click();
    await page.getByTestId('loss-change').waitFor();
    await page.evaluate(() => {
      for (const method of ['changeTrace', 'continueTrace', 'traceField']) window.fakeHost.refuse(method, 'This run has been deleted.');
    });
    await page.getByTestId('change-edit').click();
    await page.getByTestId('change-character').fill('x');
    await page.getByTestId('change-now').click();
    await page.getByText('This run has been deleted.').first().waitFor();
    assert.equal(await page.getByTestId('changes').locator('.mono').count(), 1);
    assert.equal(await page.getByTestId('loss-change').count(), 1);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
