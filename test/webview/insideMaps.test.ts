// The maps of the inside tab: which there are, that their pixels are the data, in which order, and from afar.
import assert from 'node:assert/strict';
import type { Panel } from './harness';
import { boxOf, useInside } from './useInside';

describe('inside: maps', () => {
  const { panel, open } = useInside();

  for (const [scenario, names] of [
    ['done', ['h', 'i', 'f', 'o', 'g', 'c']],
    ['gru', ['h', 'r', 'z', 'n']],
    ['rnn', ['h']],
  ] as const) {
    it(`has one map for each activation that the cell names: ${names.join(', ')}`, async () => {
      await open({ scenario });
      const shown = await panel()
        .page.locator('[data-testid^=heatmap-]')
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
      const pane = await panel().page.getByTestId('maps').boundingBox();
      const last = await panel().page.locator('.map').last().boundingBox();
      assert.ok(
        pane && last && last.y + last.height <= pane.y + pane.height,
        `${last?.y} + ${last?.height} in ${pane?.y} + ${pane?.height}`,
      );
      const heights = await panel()
        .page.locator('.map .track')
        .evaluateAll((all) => all.map((e) => e.clientHeight));
      assert.ok(Math.min(...heights) >= 32, heights.join());
    });
  }

  it('hides the column beside the maps, by keyboard too, and remembers it', async () => {
    await open({ width: 1100 });
    const toggle = panel().page.getByTestId('side-toggle');
    const width = async () => (await panel().page.getByTestId('maps').boundingBox())?.width ?? 0;
    const before = await width();
    assert.equal(await toggle.getAttribute('aria-expanded'), 'true');
    assert.ok(
      await panel()
        .page.locator(`#${await toggle.getAttribute('aria-controls')}`)
        .isVisible(),
    );
    await toggle.focus();
    await panel().page.keyboard.press('Enter');
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    assert.equal(await panel().page.getByTestId('pinned').count(), 0);
    assert.equal(await width(), before + 264);
    await panel().page.reload();
    await panel().page.getByTestId('heatmap-h').waitFor();
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    await toggle.press('Space');
    assert.ok(await panel().page.getByTestId('pinned').isVisible());
  });

  it('names roles and equations', async () => {
    await open();
    const forget = panel().page.locator('.map', { has: panel().page.getByTestId('heatmap-f') });
    assert.match(await forget.innerText(), /f\s+forget gate\s+0\s+1\s+(?:⋯\s+)?f = sigmoid\(W_xf x \+ W_hf h \+ b_f\)/);
  });

  for (const theme of ['Dark Modern', 'Light Modern'] as const) {
    it(`colours cells by their values, zero as the background, in ${theme}`, async () => {
      await open({ theme });
      const cells = await readCells(panel(), 'h', 24);
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
    const { rows, height } = await panel().page.evaluate(() => {
      const canvas = window.fakeHost.canvas('heatmap-h');
      return { rows: canvas.height, height: canvas.clientHeight };
    });
    assert.equal(rows % 128, 0);
    assert.equal(rows, height * 2);
  });

  it('orders units by similarity, factors, activity or index', async () => {
    await open();
    const top = async () => {
      await panel()
        .page.getByTestId('heatmap-h')
        .hover({ position: { x: 60, y: 0 } });
      return /\[(\d+)\]/.exec(await panel().page.getByTestId('tooltip').innerText())?.[1];
    };
    await panel().page.getByRole('button', { name: 'index', exact: true }).click();
    assert.equal(await top(), '0');
    await panel().page.getByRole('button', { name: 'activity', exact: true }).click();
    const most = await panel().page.evaluate(() => {
      const { values } = window.fakeHost.traced('h');
      const sums = new Float64Array(128);
      values.forEach((v, at) => {
        sums[at % 128] = Number(sums[at % 128]) + Math.abs(v);
      });
      return String(sums.indexOf(Math.max(...sums)));
    });
    assert.equal(await top(), most);
    await panel().page.getByRole('button', { name: 'factors', exact: true }).click();
    await panel().page.waitForTimeout(200);
    assert.equal(await top(), '127', 'as the engine says when it has factored them');
    await panel().page.getByRole('button', { name: 'similarity', exact: true }).click();
    assert.equal(await top(), await panel().page.evaluate(() => String(window.fakeHost.traced('h').order[0])));
  });

  it('chooses the layer', async () => {
    await open({ scenario: 'layers' });
    const picture = () => panel().page.evaluate(() => window.fakeHost.canvas('heatmap-h').toDataURL());
    const first = await picture();
    await panel().page.getByRole('combobox', { name: 'Layer' }).selectOption('5');
    await panel().page.waitForTimeout(50);
    assert.notEqual(await picture(), first);
  });

  it('redraws in the colours of a theme that is switched on', async () => {
    await open();
    const corner = () =>
      panel().page.evaluate(() => [...(window.fakeHost.canvas('heatmap-f').getContext('2d')?.getImageData(400, 20, 1, 1).data ?? [])]);
    const dark = await corner();
    await panel().setTheme('Light High Contrast');
    assert.notDeepEqual(await corner(), dark);
  });

  it('from afar draws columns of several characters, and tells their mean and extremes and which they are', async () => {
    await open({ scenario: 'large', length: 20_000 });
    await panel().page.getByRole('button', { name: 'all', exact: true }).click();
    await panel()
      .page.getByText(/^1–20,000 of 20,000 characters, \d+ a column$/)
      .waitFor();
    const [, step] = /, (\d+) a column/.exec(await panel().page.getByTestId('range').innerText()) ?? [];
    const map = panel().page.getByTestId('heatmap-h');
    const width = (await boxOf(map)).width;
    await map.focus();
    await panel().page.keyboard.press('Home');
    for (let n = 0; n < 3; n++) await panel().page.keyboard.press('ArrowRight');
    const [from, to] = [3 * Number(step) + 1, 4 * Number(step)];
    await panel().page.waitForFunction(
      (words) => document.querySelector('[data-testid=announcement]')?.textContent?.includes(words),
      `characters ${from}–${to}, h unit 0 = `,
    );
    const said = panel()
      .page.getByTestId('tooltip')
      .filter({ hasText: /^“.{12}…” h\[0\] = −?\d\.\d\d \(−?\d\.\d\d … −?\d\.\d\d\)$/u });
    await said.waitFor();
    const numbers = [...(await said.innerText()).matchAll(/−?\d\.\d\d/g)].map(([number]) => Number(number.replace('−', '-')));
    assert.ok((numbers[1] ?? 0) <= (numbers[0] ?? 0) && (numbers[0] ?? 0) <= (numbers[2] ?? 0), String(numbers));
    const column = await panel()
      .page.locator('.map .cross-column')
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
