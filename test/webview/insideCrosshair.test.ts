// The inside tab: one crosshair links everything, and the keyboard reaches what the pointer reaches.
import assert from 'node:assert/strict';
import { boxOf, useInside } from './useInside';

describe('inside: crosshair', () => {
  const { panel, open } = useInside();

  it('draws a pinned unit over the characters that the maps show', async () => {
    await open({ scenario: 'gru' });
    await panel()
      .page.getByTestId('heatmap-h')
      .click({ position: { x: 100, y: 20 } });
    await panel().page.mouse.move(4, 4);
    const drawn = () =>
      panel()
        .page.locator('.spark canvas')
        .evaluate((e) => (e as HTMLCanvasElement).toDataURL());
    await panel().page.waitForTimeout(300);
    const whole = await drawn();
    await panel()
      .page.getByTestId('maps')
      .evaluate((e) => {
        e.scrollLeft = 240;
      });
    await panel().page.getByText(/^31–/).waitFor();
    await panel().page.waitForTimeout(300);
    assert.notEqual(await drawn(), whole);
    // The left edge of the line is the left edge of the maps.
    const spark = await boxOf(panel().page.locator('.spark'));
    await panel().page.mouse.move(spark.x + 1, spark.y + 10);
    assert.deepEqual((await panel().calls('highlight')).at(-1), ['passage', 30]);
  });

  it('moves one cursor through everything that the pointer touches, and tells the editor', async () => {
    await open();
    const map = panel().page.getByTestId('heatmap-i');
    const box = await boxOf(map);
    await panel().page.mouse.move(box.x + 8 * 20 + 4, box.y + 10);
    await panel().page.getByTestId('tooltip').waitFor();
    assert.match(await panel().page.getByTestId('tooltip').innerText(), /^“.” i\[\d+\] = \d\.\d\d$/u);
    assert.deepEqual((await panel().calls('highlight')).at(-1), ['passage', 20]);
    const lefts = await panel()
      .page.locator('.map .cross-column')
      .evaluateAll((all) =>
        all.map((e) => Math.round(e.getBoundingClientRect().left - Number(e.parentElement?.getBoundingClientRect().left))),
      );
    assert.equal(new Set(lefts).size, 1);
    assert.equal(lefts[0], 8 * 20 - 1);
    await panel().page.mouse.move(4, 4);
    assert.deepEqual((await panel().calls('highlight')).at(-1), ['passage', undefined]);
    await panel().page.mouse.move(box.x + 8 * 20 + 4, box.y + 10);
    assert.deepEqual((await panel().calls('highlight')).at(-1), ['passage', 20]);
  });

  it('says exactly what the trace says at the crosshair', async () => {
    await open();
    await panel()
      .page.getByTestId('heatmap-h')
      .hover({ position: { x: 14 * 8 + 4, y: 60 } });
    const said = await panel().page.getByTestId('tooltip').innerText();
    const [, unit, value] = /h\[(\d+)\] = (−?\d\.\d\d)/.exec(said) ?? [];
    const expected = await panel().page.evaluate((u) => {
      const { characters } = window.fakeHost.trace('done', '');
      return { value: Number(window.fakeHost.traced('h').values[14 * 128 + u]), character: characters[14] };
    }, Number(unit));
    assert.equal(value, expected.value.toFixed(2).replace('-', '−'));
    assert.ok(said.startsWith(`“${expected.character === ' ' ? '␣' : expected.character}”`), said);
  });

  it('walks by keyboard and reads out where it is', async () => {
    await open();
    await panel().page.getByTestId('heatmap-h').focus();
    await panel().page.keyboard.press('Home');
    for (let i = 0; i < 14; i++) await panel().page.keyboard.press('ArrowRight');
    await panel().page.keyboard.press('ArrowDown');
    const heard = panel().page.getByTestId('announcement');
    await panel().page.waitForFunction(() => /character 15/.test(document.querySelector('[data-testid=announcement]')?.textContent ?? ''));
    assert.match(await heard.innerText(), /^t, character 15, h unit \d+ = −?\d\.\d\d$/);
    await panel().page.keyboard.press('Enter');
    assert.equal(await panel().page.getByTestId('pinned').locator('.pin').count(), 1);
    await panel().page.keyboard.press('End');
    await panel().page.waitForFunction(() => /character 160/.test(document.querySelector('[data-testid=announcement]')?.textContent ?? ''));
    assert.match(await panel().page.getByTestId('range').innerText(), /–160 of 160 characters$/);
  });

  it('shows what the network expects after the character, and its surprise', async () => {
    await open();
    await panel()
      .page.getByTestId('text-axis')
      .hover({ position: { x: 12 * 8 + 4, y: 8 } });
    const expected = await panel().page.evaluate(() => window.fakeHost.trace('done', '').predictions[12] ?? []);
    const rows = await panel().page.getByTestId('prediction').locator('.bar-row').allInnerTexts();
    assert.equal(rows.length, 5);
    rows.forEach((row, at) => {
      const probability = Number(expected[at]?.probability);
      assert.ok(row.endsWith(probability < 0.005 ? '<1 %' : `${Math.round(probability * 100)} %`), row);
    });
    assert.match(await panel().page.getByTestId('this-character').innerText(), /bits of surprise/);
  });

  it('pins a unit by click and unpins it; pins survive a reload', async () => {
    await open();
    await panel()
      .page.getByTestId('heatmap-c')
      .click({ position: { x: 100, y: 20 } });
    await panel()
      .page.getByTestId('heatmap-f')
      .click({ position: { x: 100, y: 30 } });
    const pins = panel().page.getByTestId('pinned').locator('.pin');
    assert.equal(await pins.count(), 2);
    await panel().page.reload();
    await pins.nth(1).waitFor();
    await panel()
      .page.getByRole('button', { name: /^Unpin c/ })
      .click();
    assert.equal(await pins.count(), 1);
  });

  it("follows the editor's cursor, scrolling it into view, without an echo", async () => {
    await open();
    await panel().page.evaluate(() => window.fakeHost.panel.cursor('passage', 150));
    await panel().page.waitForFunction(() => /–15\d of 160/.test(document.querySelector('[data-testid=range]')?.textContent ?? ''));
    assert.equal((await panel().calls('highlight')).length, 0);
    assert.ok(
      (await panel()
        .page.getByTestId('maps')
        .evaluate((e) => e.scrollLeft)) > 0,
    );
  });

  it('zooms by buttons, keys and the wheel about the pointer, and scrolls all maps together', async () => {
    await open();
    const range = () => panel().page.getByTestId('range').innerText();
    const width = async () => {
      const [, first, last] = /(\d+)–(\d+) of/.exec(await range()) ?? [];
      return Number(last) - Number(first) + 1;
    };
    const before = await width();
    await panel().page.getByTestId('zoom-in').click();
    assert.ok((await width()) < before / 1.3);
    await panel().page.getByTestId('heatmap-h').focus();
    await panel().page.keyboard.press('-');
    await panel().page.keyboard.press('-');
    assert.ok((await width()) > before * 1.3);
    await panel().page.keyboard.press('0');
    assert.equal(await width(), before);
    const box = await boxOf(panel().page.getByTestId('heatmap-h'));
    await panel().page.mouse.move(box.x + 404, box.y + 40);
    const under = (await panel().calls('highlight')).at(-1);
    await panel().page.keyboard.down('Control');
    await panel().page.mouse.wheel(0, -200);
    await panel().page.keyboard.up('Control');
    assert.ok((await width()) < before);
    await panel().page.mouse.move(box.x + 405, box.y + 40);
    assert.ok(Math.abs(Number((await panel().calls('highlight')).at(-1)?.[1]) - Number(under?.[1])) <= 1);
    await panel()
      .page.getByTestId('maps')
      .evaluate((e) => {
        e.scrollLeft = 600;
      });
    await panel().page.waitForFunction(() => !/^1–/.test(document.querySelector('[data-testid=range]')?.textContent ?? '1–'));
  });
});
