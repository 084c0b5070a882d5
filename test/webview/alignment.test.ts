// Inside a translator: both directions, encoder and decoder, and the alignment that ties their texts.
import assert from 'node:assert/strict';
import { openPanel, type Panel } from './harness';

const SOURCE = 'may the third, 1979';
const TARGET = '1979-05-03';

describe('inside other tasks', () => {
  let panel: Panel;
  const open = async (scenario: 'translate' | 'infill' | 'classify') => {
    panel = await openPanel({ tab: 'inside', scenario });
    await panel.page.getByTestId('heatmap-h').waitFor();
    await panel.page.waitForTimeout(50);
  };
  const maps = () =>
    panel.page.locator('[data-testid^=heatmap-]').evaluateAll((all) => all.map((e) => e.getAttribute('data-testid')?.slice(8)));
  const alignment = () =>
    panel.page.evaluate(([source, target]) => [...(window.fakeHost.trace('translate', source, target).alignment ?? [])], [
      SOURCE,
      TARGET,
    ] as const);
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('draws both directions of a layer, one under the other, or one alone', async () => {
    await open('translate');
    assert.deepEqual(await maps(), ['h', 'h-backward', 'r', 'r-backward', 'z', 'z-backward', 'n', 'n-backward']);
    await panel.page.getByRole('button', { name: 'backwards' }).click();
    assert.deepEqual(await maps(), ['h-backward', 'r-backward', 'z-backward', 'n-backward']);
  });

  it('keeps units of the two directions apart: the crosshair is in one of them', async () => {
    await open('translate');
    await panel.page.getByTestId('heatmap-h-backward').hover({ position: { x: 100, y: 50 } });
    assert.match(await panel.page.getByTestId('tooltip').innerText(), /^“.” h\[\d+\] = /u);
    const tops = await panel.page
      .locator('.map:not(.alignment) .cross-unit')
      .evaluateAll((all) => all.map((e) => [e.closest('.backward') ? 'backward' : 'forward', (e as HTMLElement).offsetTop >= 0] as const));
    assert.ok(
      tops.every(([direction, seen]) => seen === (direction === 'backward')),
      JSON.stringify(tops),
    );
    await panel.page.getByTestId('heatmap-h-backward').click({ position: { x: 100, y: 50 } });
    assert.equal(await panel.page.getByTestId('pinned').locator('.pin').count(), 1);
  });

  it('says exactly what the alignment says, with either text across', async () => {
    await open('translate');
    const weights = await alignment();
    for (const part of ['encoder', 'decoder'] as const) {
      await panel.page.getByRole('button', { name: part }).click();
      const map = panel.page.getByTestId('alignment');
      await map.focus();
      await panel.page.keyboard.press('Home');
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown']) await panel.page.keyboard.press(key);
      const [t, s] = part === 'encoder' ? [2, 3] : [3, 2];
      const weight = Number(weights[t * (SOURCE.length + 1) + s]);
      const share = weight > 0 && weight < 0.005 ? '<1 %' : `${Math.round(weight * 100)} %`;
      const expected = `“${TARGET[t]}” looks at “${SOURCE[s]?.replace(' ', '␣')}”: ${share}`;
      assert.equal(await panel.page.getByTestId('tooltip').innerText(), expected);
      assert.equal(await map.getAttribute('aria-valuetext'), expected);
    }
  });

  it('writes beside the row it speaks of, never over it nor out of the map', async () => {
    await open('translate');
    for (const row of [0, 5, TARGET.length]) {
      const map = panel.page.getByTestId('alignment');
      await map.focus();
      for (const key of ['Home', ...Array(20).fill('ArrowUp'), ...Array(row).fill('ArrowDown')]) await panel.page.keyboard.press(key);
      const [box, words] = [await map.boundingBox(), await panel.page.getByTestId('tooltip').boundingBox()];
      if (!box || !words) throw new Error('not shown');
      const [top, bottom] = [row, row + 1].map((edge) => box.y + (edge * box.height) / (TARGET.length + 1)) as [number, number];
      assert.ok(words.y >= box.y && words.y + words.height <= box.y + box.height, `row ${row} is told outside`);
      assert.ok(words.y >= bottom || words.y + words.height <= top, `row ${row} is covered`);
    }
  });

  it('colours the cells of the alignment by their weights', async () => {
    await open('translate');
    const weights = await alignment();
    const strong = weights.indexOf(Math.max(...weights));
    const weak = weights.indexOf(Math.min(...weights));
    const [dark, bright] = await panel.page.evaluate(
      ([cells, S, T]) => {
        const canvas = window.fakeHost.canvas('alignment');
        const width = Number.parseFloat(getComputedStyle(document.querySelector('.maps') as Element).getPropertyValue('--column'));
        return cells.map((at) => {
          const [t, s] = [Math.floor(at / S), at % S];
          const pixel = canvas.getContext('2d')?.getImageData((s + 0.5) * width, ((t + 0.5) / T) * canvas.height, 1, 1).data ?? [];
          return Number(pixel[1]);
        });
      },
      [[weak, strong], SOURCE.length + 1, TARGET.length + 1] as const,
    );
    assert.ok(Number(bright) > Number(dark) + 40, `green is ${dark} at the least weight and ${bright} at the most`);
  });

  it('tells the editor of the source alone, from either text', async () => {
    await open('translate');
    await panel.page.getByTestId('text-axis').hover({ position: { x: 4, y: 8 } });
    assert.deepEqual((await panel.calls('highlight')).at(-1), ['passage', 0]);
    await panel.page.getByRole('button', { name: 'decoder' }).click();
    await panel.page.getByTestId('alignment').focus();
    await panel.page.keyboard.press('Home');
    for (let at = 0; at < 4; at++) await panel.page.keyboard.press('ArrowDown');
    assert.deepEqual((await panel.calls('highlight')).at(-1), ['passage', 4]);
  });

  it('shows the decoder over the target, and what a character looks at the most', async () => {
    await open('translate');
    await panel.page.getByRole('button', { name: 'decoder' }).click();
    await panel.page.getByText(`of ${TARGET.length + 1} characters`).waitFor();
    assert.deepEqual(await maps(), ['h', 'r', 'z', 'n']);
    await panel.page.getByTestId('text-axis').focus();
    await panel.page.keyboard.press('Home');
    const [row] = [(await alignment()).slice(0, SOURCE.length + 1)];
    const [first] = await panel.page.getByTestId('looks-at').locator('.bar-row').allInnerTexts();
    assert.ok(first?.startsWith(SOURCE[row.indexOf(Math.max(...row))] ?? '∎'), first);
  });

  it('asks of a gap filler what it expects in a place, and of a classifier the label', async () => {
    await open('infill');
    assert.match(await panel.page.getByTestId('prediction').innerText(), /^Between “/);
    await panel.close();
    await open('classify');
    assert.match(await panel.page.getByTestId('prediction').innerText(), /^Label of this text\s+Irish\s+60 %/);
    assert.equal(await panel.page.getByTestId('surprise').count(), 0, 'nothing predicts its characters');
  });
});
