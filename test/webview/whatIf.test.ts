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
    await panel.page.evaluate(() => window.fakeHost.refuse('changeTrace', 'Layer 1 has no h[900].'));
    await panel.page.getByTestId('change-now').click();
    await panel.page.getByText('Layer 1 has no h[900].').waitFor();
    await panel.page.getByText('Change something above').waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
    const blank = await openPanel({ tab: 'whatIf', blank: true });
    await blank.page.getByTestId('what-if-empty').waitFor();
    await blank.close();
    const translator = await openPanel({ tab: 'whatIf', scenario: 'translate' });
    await translator.page.getByText('This run translates').waitFor();
    await translator.close();
  });
});
