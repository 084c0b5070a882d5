// The inside tab: pixels are the data, one cursor links everything, the keyboard reaches what the pointer reaches.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { type OpenOptions, openPanel, type Panel } from './harness';

describe('inside', () => {
  let panel: Panel;
  const open = async (options: OpenOptions = {}) => {
    panel = await openPanel({ tab: 'inside', ...options });
    await panel.page.getByTestId('heatmap-h').waitFor();
    await panel.page.waitForTimeout(50);
  };
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  for (const [scenario, names] of [
    ['done', ['h', 'i', 'f', 'o', 'g', 'c']],
    ['gru', ['h', 'r', 'z', 'n']],
    ['rnn', ['h']],
  ] as const) {
    it(`has one map for each activation that the cell names: ${names.join(', ')}`, async () => {
      await open({ scenario });
      const shown = await panel.page
        .locator('[data-testid^=heatmap-]')
        .evaluateAll((all) => all.map((e) => e.getAttribute('data-testid')?.slice(8)));
      assert.deepEqual(shown, names);
    });
  }

  for (const [scenario, width, height] of [
    ['gru', 1100, 808],
    ['done', 1100, 808],
    ['tag', 1100, 808],
    ['rnn', 1100, 808],
    ['gru', 560, 808],
    ['gru', 1100, 600],
  ] as const) {
    it(`has every map of ${scenario} in sight at once in ${width} × ${height} px`, async () => {
      await open({ scenario, width, height });
      const pane = await panel.page.getByTestId('maps').boundingBox();
      const last = await panel.page.locator('.map').last().boundingBox();
      assert.ok(
        pane && last && last.y + last.height <= pane.y + pane.height,
        `${last?.y} + ${last?.height} in ${pane?.y} + ${pane?.height}`,
      );
      const heights = await panel.page.locator('.map .track').evaluateAll((all) => all.map((e) => e.clientHeight));
      assert.ok(Math.min(...heights) >= 32, heights.join());
    });
  }

  it('hides the column beside the maps, by keyboard too, and remembers it', async () => {
    await open({ width: 1100 });
    const toggle = panel.page.getByTestId('side-toggle');
    const width = async () => (await panel.page.getByTestId('maps').boundingBox())?.width ?? 0;
    const before = await width();
    assert.equal(await toggle.getAttribute('aria-expanded'), 'true');
    assert.ok(await panel.page.locator(`#${await toggle.getAttribute('aria-controls')}`).isVisible());
    await toggle.focus();
    await panel.page.keyboard.press('Enter');
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    assert.equal(await panel.page.getByTestId('pinned').count(), 0);
    assert.equal(await width(), before + 264);
    await panel.page.reload();
    await panel.page.getByTestId('heatmap-h').waitFor();
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    await toggle.press('Space');
    assert.ok(await panel.page.getByTestId('pinned').isVisible());
  });

  it('draws a pinned unit over the characters that the maps show', async () => {
    await open({ scenario: 'gru' });
    await panel.page.getByTestId('heatmap-h').click({ position: { x: 100, y: 20 } });
    await panel.page.mouse.move(4, 4);
    const drawn = () => panel.page.locator('.spark canvas').evaluate((e) => (e as HTMLCanvasElement).toDataURL());
    await panel.page.waitForTimeout(300);
    const whole = await drawn();
    await panel.page.getByTestId('maps').evaluate((e) => {
      e.scrollLeft = 240;
    });
    await panel.page.getByText(/^31–/).waitFor();
    await panel.page.waitForTimeout(300);
    assert.notEqual(await drawn(), whole);
    // The left edge of the line is the left edge of the maps.
    const spark = await boxOf(panel.page.locator('.spark'));
    await panel.page.mouse.move(spark.x + 1, spark.y + 10);
    assert.deepEqual((await panel.calls('highlight')).at(-1), ['passage', 30]);
  });

  it('names roles and equations', async () => {
    await open();
    const forget = panel.page.locator('.map', { has: panel.page.getByTestId('heatmap-f') });
    assert.match(await forget.innerText(), /f\s+forget gate\s+0\s+1\s+(?:⋯\s+)?f = sigmoid\(W_xf x \+ W_hf h \+ b_f\)/);
  });

  for (const theme of ['Dark Modern', 'Light Modern'] as const) {
    it(`colours cells by their values, zero as the background, in ${theme}`, async () => {
      await open({ theme });
      const cells = await readCells(panel, 'h', 24);
      for (const { value, rgb, background, positive, negative } of cells) {
        const end = value > 0 ? positive : negative;
        const near = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, i) => x - (b[i] ?? 0)));
        if (Math.abs(value) < 0.02) assert.ok(near(rgb, background) < 14, `${value} is ${rgb}`);
        if (Math.abs(value) > 0.97) assert.ok(near(rgb, end) < 14, `${value} is ${rgb}, not ${end}`);
        // Further from zero is further from the background.
        const share = near(rgb, background) / near(end, background);
        assert.ok(Math.abs(share - Math.abs(value)) < 0.25, `${value} has ${share.toFixed(2)} of its colour`);
      }
      assert.ok(new Set(cells.map((cell) => Math.sign(cell.value))).size > 1, 'both signs were read');
    });
  }

  it("draws one row for each unit where there is room, at the screen's own resolution", async () => {
    await open({ ratio: 2 });
    const { rows, height } = await panel.page.evaluate(() => {
      const canvas = window.fakeHost.canvas('heatmap-h');
      return { rows: canvas.height, height: canvas.clientHeight };
    });
    assert.equal(rows % 128, 0);
    assert.equal(rows, height * 2);
  });

  it('moves one cursor through everything that the pointer touches, and tells the editor', async () => {
    await open();
    const map = panel.page.getByTestId('heatmap-i');
    const box = await boxOf(map);
    await panel.page.mouse.move(box.x + 8 * 20 + 4, box.y + 10);
    await panel.page.getByTestId('tooltip').waitFor();
    assert.match(await panel.page.getByTestId('tooltip').innerText(), /^“.” i\[\d+\] = \d\.\d\d$/u);
    assert.deepEqual((await panel.calls('highlight')).at(-1), ['passage', 20]);
    const lefts = await panel.page
      .locator('.map .cross-column')
      .evaluateAll((all) =>
        all.map((e) => Math.round(e.getBoundingClientRect().left - Number(e.parentElement?.getBoundingClientRect().left))),
      );
    assert.equal(new Set(lefts).size, 1);
    assert.equal(lefts[0], 8 * 20 - 1);
    await panel.page.mouse.move(4, 4);
    assert.deepEqual((await panel.calls('highlight')).at(-1), ['passage', undefined]);
    await panel.page.mouse.move(box.x + 8 * 20 + 4, box.y + 10);
    assert.deepEqual((await panel.calls('highlight')).at(-1), ['passage', 20]);
  });

  it('says exactly what the trace says at the crosshair', async () => {
    await open();
    await panel.page.getByTestId('heatmap-h').hover({ position: { x: 14 * 8 + 4, y: 60 } });
    const said = await panel.page.getByTestId('tooltip').innerText();
    const [, unit, value] = /h\[(\d+)\] = (−?\d\.\d\d)/.exec(said) ?? [];
    const expected = await panel.page.evaluate((u) => {
      const { characters } = window.fakeHost.trace('done', '');
      return { value: Number(window.fakeHost.traced('h').values[14 * 128 + u]), character: characters[14] };
    }, Number(unit));
    assert.equal(value, expected.value.toFixed(2).replace('-', '−'));
    assert.ok(said.startsWith(`“${expected.character === ' ' ? '␣' : expected.character}”`), said);
  });

  it('walks by keyboard and reads out where it is', async () => {
    await open();
    await panel.page.getByTestId('heatmap-h').focus();
    await panel.page.keyboard.press('Home');
    for (let i = 0; i < 14; i++) await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('ArrowDown');
    const heard = panel.page.getByTestId('announcement');
    await panel.page.waitForFunction(() => /character 15/.test(document.querySelector('[data-testid=announcement]')?.textContent ?? ''));
    assert.match(await heard.innerText(), /^t, character 15, h unit \d+ = −?\d\.\d\d$/);
    await panel.page.keyboard.press('Enter');
    assert.equal(await panel.page.getByTestId('pinned').locator('.pin').count(), 1);
    await panel.page.keyboard.press('End');
    await panel.page.waitForFunction(() => /character 160/.test(document.querySelector('[data-testid=announcement]')?.textContent ?? ''));
    assert.match(await panel.page.getByTestId('range').innerText(), /–160 of 160 characters$/);
  });

  it('shows what the network expects after the character, and its surprise', async () => {
    await open();
    await panel.page.getByTestId('text-axis').hover({ position: { x: 12 * 8 + 4, y: 8 } });
    const expected = await panel.page.evaluate(() => window.fakeHost.trace('done', '').predictions[12] ?? []);
    const rows = await panel.page.getByTestId('prediction').locator('.bar-row').allInnerTexts();
    assert.equal(rows.length, 5);
    rows.forEach((row, at) => {
      const probability = Number(expected[at]?.probability);
      assert.ok(row.endsWith(probability < 0.005 ? '<1 %' : `${Math.round(probability * 100)} %`), row);
    });
    assert.match(await panel.page.getByTestId('this-character').innerText(), /bits of surprise/);
  });

  it('pins a unit by click and unpins it; pins survive a reload', async () => {
    await open();
    await panel.page.getByTestId('heatmap-c').click({ position: { x: 100, y: 20 } });
    await panel.page.getByTestId('heatmap-f').click({ position: { x: 100, y: 30 } });
    const pins = panel.page.getByTestId('pinned').locator('.pin');
    assert.equal(await pins.count(), 2);
    await panel.page.reload();
    await pins.nth(1).waitFor();
    await panel.page.getByRole('button', { name: /^Unpin c/ }).click();
    assert.equal(await pins.count(), 1);
  });

  it("follows the editor's cursor, scrolling it into view, without an echo", async () => {
    await open();
    await panel.page.evaluate(() => window.fakeHost.panel.cursor('passage', 150));
    await panel.page.waitForFunction(() => /–15\d of 160/.test(document.querySelector('[data-testid=range]')?.textContent ?? ''));
    assert.equal((await panel.calls('highlight')).length, 0);
    assert.ok((await panel.page.getByTestId('maps').evaluate((e) => e.scrollLeft)) > 0);
  });

  it('zooms by buttons, keys and the wheel about the pointer, and scrolls all maps together', async () => {
    await open();
    const range = () => panel.page.getByTestId('range').innerText();
    const width = async () => {
      const [, first, last] = /(\d+)–(\d+) of/.exec(await range()) ?? [];
      return Number(last) - Number(first) + 1;
    };
    const before = await width();
    await panel.page.getByTestId('zoom-in').click();
    assert.ok((await width()) < before / 1.3);
    await panel.page.getByTestId('heatmap-h').focus();
    await panel.page.keyboard.press('-');
    await panel.page.keyboard.press('-');
    assert.ok((await width()) > before * 1.3);
    await panel.page.keyboard.press('0');
    assert.equal(await width(), before);
    const box = await boxOf(panel.page.getByTestId('heatmap-h'));
    await panel.page.mouse.move(box.x + 404, box.y + 40);
    const under = (await panel.calls('highlight')).at(-1);
    await panel.page.keyboard.down('Control');
    await panel.page.mouse.wheel(0, -200);
    await panel.page.keyboard.up('Control');
    assert.ok((await width()) < before);
    await panel.page.mouse.move(box.x + 405, box.y + 40);
    assert.ok(Math.abs(Number((await panel.calls('highlight')).at(-1)?.[1]) - Number(under?.[1])) <= 1);
    await panel.page.getByTestId('maps').evaluate((e) => {
      e.scrollLeft = 600;
    });
    await panel.page.waitForFunction(() => !/^1–/.test(document.querySelector('[data-testid=range]')?.textContent ?? '1–'));
  });

  it('orders units by similarity, factors, activity or index', async () => {
    await open();
    const top = async () => {
      await panel.page.getByTestId('heatmap-h').hover({ position: { x: 60, y: 0 } });
      return /\[(\d+)\]/.exec(await panel.page.getByTestId('tooltip').innerText())?.[1];
    };
    await panel.page.getByRole('button', { name: 'index', exact: true }).click();
    assert.equal(await top(), '0');
    await panel.page.getByRole('button', { name: 'activity', exact: true }).click();
    const most = await panel.page.evaluate(() => {
      const { values } = window.fakeHost.traced('h');
      const sums = new Float64Array(128);
      values.forEach((v, at) => {
        sums[at % 128] = Number(sums[at % 128]) + Math.abs(v);
      });
      return String(sums.indexOf(Math.max(...sums)));
    });
    assert.equal(await top(), most);
    await panel.page.getByRole('button', { name: 'factors', exact: true }).click();
    await panel.page.waitForTimeout(200);
    assert.equal(await top(), '127', 'as the engine says when it has factored them');
    await panel.page.getByRole('button', { name: 'similarity', exact: true }).click();
    assert.equal(await top(), await panel.page.evaluate(() => String(window.fakeHost.traced('h').order[0])));
  });

  it('chooses the layer', async () => {
    await open({ scenario: 'layers' });
    const picture = () => panel.page.evaluate(() => window.fakeHost.canvas('heatmap-h').toDataURL());
    const first = await picture();
    await panel.page.getByRole('combobox', { name: 'Layer' }).selectOption('5');
    await panel.page.waitForTimeout(50);
    assert.notEqual(await picture(), first);
  });

  it('redraws in the colours of a theme that is switched on', async () => {
    await open();
    const corner = () =>
      panel.page.evaluate(() => [...(window.fakeHost.canvas('heatmap-f').getContext('2d')?.getImageData(400, 20, 1, 1).data ?? [])]);
    const dark = await corner();
    await panel.page.evaluate(() => window.fakeHost.setTheme('Light High Contrast'));
    await panel.page.waitForTimeout(100);
    assert.notDeepEqual(await corner(), dark);
  });

  it('takes a text typed or selected, says what it never saw, and refuses in words', async () => {
    await open({ scenario: 'gru' });
    await panel.page.getByTestId('use-selection').click();
    await panel.page.getByText('of 19 characters').waitFor();
    await panel.page.getByTestId('inspect-text').fill('a ¶ b');
    await panel.page.getByTestId('inspect').click();
    await panel.page.getByTestId('unknown').filter({ hasText: '“¶”' }).waitFor();
    await panel.page.evaluate(() => window.fakeHost.refuse('openTrace', 'There is no checkpoint yet. Wait for the first one.'));
    await panel.page.getByTestId('inspect').click();
    await panel.page.getByRole('alert').filter({ hasText: 'There is no checkpoint yet. Wait for the first one.' }).waitFor();
  });

  it('shows the tab with a passage when the host asks', async () => {
    panel = await openPanel({ scenario: 'gru' });
    await panel.page.evaluate(() => window.fakeHost.panel.show('inside', { text: 'Arise', passage: 'another' }));
    await panel.page.getByText('1–5 of 5 characters').waitFor();
    assert.deepEqual((await panel.calls('openTrace')).at(-1), [{ text: 'Arise' }]);
    assert.deepEqual((await panel.calls('showing')).at(-1), ['inside']);
  });

  it('opens a text anew by itself when its trace has expired, and stays where it is', async () => {
    await open({ scenario: 'large' });
    await panel.page.getByTestId('heatmap-h').hover({ position: { x: 400, y: 40 } });
    const pointed = await panel.page.getByTestId('tooltip').innerText();
    await panel.page.evaluate(() => window.fakeHost.expire());
    await panel.page.getByTestId('maps').evaluate((e) => {
      e.scrollLeft = 20_000;
    });
    await panel.page.waitForFunction(() => window.fakeHost.calls.filter(({ method }) => method === 'openTrace').length === 2);
    await panel.page.getByText(/^2,5\d\d–2,\d+ of 5,000 characters$/).waitFor();
    assert.equal(await panel.page.getByRole('alert').count(), 0);
    await panel.page.getByTestId('maps').evaluate((e) => {
      e.scrollLeft = 0;
    });
    await panel.page.getByTestId('heatmap-h').hover({ position: { x: 400, y: 40 } });
    await panel.page.getByTestId('tooltip').filter({ hasText: pointed }).waitFor();
  });

  it('closes the trace of a text when another one is opened', async () => {
    await open({ scenario: 'gru' });
    await panel.page.getByTestId('inspect-text').fill('Arise');
    await panel.page.getByTestId('inspect').click();
    await panel.page.getByText('1–5 of 5 characters').waitFor();
    assert.deepEqual(await panel.calls('closeTrace'), [[{ trace: 'trace 1' }]]);
  });

  it('from afar draws columns of several characters, and tells their mean and extremes and which they are', async () => {
    await open({ scenario: 'large', length: 20_000 });
    await panel.page.getByRole('button', { name: 'all', exact: true }).click();
    await panel.page.getByText(/^1–20,000 of 20,000 characters, \d+ a column$/).waitFor();
    const [, step] = /, (\d+) a column/.exec(await panel.page.getByTestId('range').innerText()) ?? [];
    const map = panel.page.getByTestId('heatmap-h');
    const width = (await boxOf(map)).width;
    await map.focus();
    await panel.page.keyboard.press('Home');
    for (let n = 0; n < 3; n++) await panel.page.keyboard.press('ArrowRight');
    const [from, to] = [3 * Number(step) + 1, 4 * Number(step)];
    await panel.page.waitForFunction(
      (words) => document.querySelector('[data-testid=announcement]')?.textContent?.includes(words),
      `characters ${from}–${to}, h unit 0 = `,
    );
    const said = panel.page.getByTestId('tooltip').filter({ hasText: /^“.{12}…” h\[0\] = −?\d\.\d\d \(−?\d\.\d\d … −?\d\.\d\d\)$/u });
    await said.waitFor();
    const numbers = [...(await said.innerText()).matchAll(/−?\d\.\d\d/g)].map(([number]) => Number(number.replace('−', '-')));
    assert.ok((numbers[1] ?? 0) <= (numbers[0] ?? 0) && (numbers[0] ?? 0) <= (numbers[2] ?? 0), String(numbers));
    const column = await panel.page
      .locator('.map .cross-column')
      .first()
      .evaluate((e) => ({
        left: e.getBoundingClientRect().left - (e.parentElement?.getBoundingClientRect().left ?? 0),
        width: e.clientWidth,
      }));
    const each = (Number(step) * width) / 20_000;
    assert.ok(Math.abs(column.left + 1 - 3 * each) < 0.6 && Math.abs(column.width - each) <= 1, JSON.stringify({ column, each }));
  });
});

interface Cell {
  readonly value: number;
  readonly rgb: number[];
  readonly background: number[];
  readonly positive: number[];
  readonly negative: number[];
}

/** Reads pixels in the middle of cells, and the values that they should show. */
const readCells = (panel: Panel, name: string, every: number): Promise<Cell[]> =>
  panel.page.evaluate(
    ([map, step]) => {
      const canvas = window.fakeHost.canvas(`heatmap-${map}`);
      const { units, order, values } = window.fakeHost.traced(map);
      const pixel = (context: CanvasRenderingContext2D | null, x: number, y: number) => [
        ...(context?.getImageData(x, y, 1, 1).data.slice(0, 3) ?? []),
      ];
      const colour = (property: string) => {
        const probe = document.createElement('canvas').getContext('2d');
        if (probe) probe.fillStyle = getComputedStyle(document.body).getPropertyValue(property).trim();
        probe?.fillRect(0, 0, 1, 1);
        return pixel(probe, 0, 0);
      };
      const [background, positive, negative] = [colour('--zero'), colour('--positive'), colour('--negative')];
      const cells = [];
      for (let at = 0; at < 100 * units; at += step) {
        const [t, row] = [Math.floor(at / units), at % units];
        const rgb = pixel(canvas.getContext('2d'), t * 8 + 4, Math.floor(((row + 0.5) / units) * canvas.height));
        cells.push({ value: Number(values[t * units + Number(order[row])]), rgb, background, positive, negative });
      }
      return cells;
    },
    [name, every] as const,
  );

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  return (await element.boundingBox()) ?? assert.fail('not on the page');
}
