// Pictures as files: the same drawing as PNG and SVG, its numbers as CSV and as a table in the page.
import assert from 'node:assert/strict';
import { assertAccessible } from './accessible';
import { openPanel, type Panel, picture } from './harness';

const TYPES: Readonly<Record<string, string>> = { png: 'image/png', svg: 'image/svg+xml', csv: 'text/csv' };

/** What the panel gave its host to save, read in another page as a browser reads a file. */
async function saved(panel: Panel, shown: string, kind: 'png' | 'svg' | 'csv'): Promise<Saved> {
  await panel.page.getByTestId(`${shown}-menu`).click();
  await panel.page.getByTestId(`${shown}-${kind}`).click();
  const name = `${shown}.${kind}`;
  const found = await panel.page.waitForFunction(
    (wanted) => window.fakeHost.calls.find(({ method, args }) => method === 'saveFile' && args[0] === wanted)?.args[1],
    name,
  );
  const bytes = await found.evaluate((given) => [...(given as Uint8Array)]);
  const page = await panel.page.context().newPage();
  try {
    return await page.evaluate(drawn, { bytes, type: TYPES[kind] ?? '' });
  } finally {
    await page.close();
  }
}

async function drawn({ bytes, type }: { bytes: number[]; type: string }): Promise<Saved> {
  const file = Uint8Array.from(bytes);
  const text = new TextDecoder().decode(file);
  if (type === 'text/csv') return { text, width: 0, height: 0, colours: 0, mistakes: '' };
  const parsed = type === 'image/svg+xml' ? new DOMParser().parseFromString(text, type) : undefined;
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([file], { type }));
  await image.decode();
  const { width, height } = image;
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d') as CanvasRenderingContext2D;
  context.drawImage(image, 0, 0);
  const colours = new Set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)).size;
  return { text, width, height, colours, mistakes: parsed?.querySelector('parsererror')?.textContent ?? '' };
}

interface Saved {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly colours: number;
  /** Of a parser of XML. */
  readonly mistakes: string;
}

describe('export', () => {
  let panel: Panel;
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('saves a curve as SVG that a browser draws, with its lines and their names', async () => {
    panel = await openPanel({ tab: 'training' });
    const { text, width, height, colours, mistakes } = await saved(panel, 'loss-chart', 'svg');
    assert.deepEqual([mistakes, width, height], ['', 960, 400]);
    for (const name of ['train', 'validation', 'update']) assert.match(text, new RegExp(`>${name}</text>`));
    assert.ok(colours > 20, `${colours} colours`);
  });

  it('saves a curve as PNG with twice as many pixels', async () => {
    panel = await openPanel({ tab: 'training' });
    const { width, height, colours } = await saved(panel, 'loss-chart', 'png');
    assert.deepEqual([width, height], [1920, 800]);
    assert.ok(colours > 20, `${colours} colours`);
  });

  it('saves a curve as CSV with a row for each update, and shows the same as a table', async () => {
    panel = await openPanel({ tab: 'training' });
    const { text } = await saved(panel, 'loss-chart', 'csv');
    const [head, ...rows] = text.trimEnd().split('\r\n');
    assert.equal(head, 'update,each update,train,validation,best,6-gram 2.04');
    assert.ok(rows.length > 100 && rows.every((row) => row.split(',').length === 6));
    await panel.page.getByTestId('loss-chart-table').click();
    const first = await panel.page.locator('.numbers tbody tr').first().locator('td').allInnerTexts();
    assert.equal(Number(first[1]), Number(Number(rows[0]?.split(',')[1]).toPrecision(6)));
    await assertAccessible(panel);
  });

  it('saves a map as it is drawn, and its values by character and unit', async () => {
    panel = await openPanel({ tab: 'inside' });
    await panel.page.getByTestId('heatmap-h').waitFor();
    const drawing = await saved(panel, 'map-h', 'svg');
    assert.equal(drawing.mistakes, '');
    assert.ok(drawing.colours > 50, `${drawing.colours} colours`);
    await panel.page.getByTestId('map-h-menu').click();
    const { text } = await saved(panel, 'map-h', 'csv');
    const [head = '', first = ''] = text.split('\r\n');
    const { units, order, values } = await panel.page.evaluate(() => {
      const { units, order, values } = window.fakeHost.traced('h');
      return { units, order: [...order], values: [...values] };
    });
    assert.equal(head.split(',').length, units + 2);
    assert.equal(head.split(',')[2], `unit ${order[0]}`);
    assert.equal(Number(first.split(',').at(2)), values[order[0] ?? 0]);
  });

  it('saves the rows above the maps and the lines of pinned units: drawn under the text, and a column for each', async () => {
    panel = await openPanel({ tab: 'inside' });
    await panel.page.getByTestId('heatmap-h').click({ position: { x: 100, y: 20 } });
    await panel.page.getByTestId('depends-on').getByText('nats of its logit').waitFor();
    const rows = (await saved(panel, 'inside-rows', 'csv')).text.trimEnd().split('\r\n');
    assert.match(
      rows[0] ?? '',
      /^character,text,"surprise, bits","better than the 6-gram by, bits","prediction at character \d+ depends on it by, nats"$/,
    );
    const [at, , surprise] = (rows[5] ?? '').split(',');
    assert.deepEqual([at, Number(surprise) >= 0], ['5', true]);
    await panel.page.getByTestId('inside-rows-menu').click();
    const pinned = (await saved(panel, 'pinned-units', 'csv')).text.trimEnd().split('\r\n');
    const [, name = ''] = /^character,text,"(h\[\d+\], layer 0)"$/.exec(pinned[0] ?? '') ?? [];
    assert.equal(pinned.length, rows.length);
    await panel.page.getByTestId('pinned-units-menu').click();
    for (const [shown, words] of [
      ['inside-rows', 'surprise, 0 …'],
      ['pinned-units', name],
    ] as const) {
      const { text, colours, mistakes } = await saved(panel, shown, 'svg');
      assert.equal(mistakes, '');
      assert.ok(text.includes(words) && colours > 20, `${shown}: ${colours} colours`);
      await panel.page.getByTestId(`${shown}-menu`).click();
      assert.ok((await saved(panel, shown, 'png')).width > 1000);
      await panel.page.getByTestId(`${shown}-table`).click();
      await panel.page.getByTestId(`${shown}-menu`).click();
    }
    assert.equal(await panel.page.getByRole('toolbar').locator('table').count(), 0); // it stands below
    await picture(panel.page, 'inside-exports');
    await assertAccessible(panel);
  });

  it('shows tables that go with what is scrolled, zoomed and pointed at', async () => {
    panel = await openPanel({ tab: 'inside' });
    const { page } = panel;
    const map = page.getByTestId('heatmap-h');
    await map.click({ position: { x: 100, y: 20 } });
    await page.getByTestId('depends-on').getByText('nats of its logit').waitFor();
    for (const shown of ['inside-rows', 'pinned-units', 'map-h']) {
      await page.getByTestId(`${shown}-menu`).click();
      await page.getByTestId(`${shown}-table`).click();
      await page.getByTestId(`${shown}-menu`).click();
    }
    const tables = page.locator('table.numbers');
    assert.equal(await tables.count(), 3);
    for (const key of ['+', '+', '+', 'End']) await map.press(key);
    await page.getByTestId('range').filter({ hasText: '–160 of' }).waitFor();
    for (const table of await tables.all()) {
      const rows = table.locator('tbody tr');
      assert.equal(await rows.last().locator('td').first().textContent(), '160');
      const first = /^(\d+)/.exec(await page.getByTestId('range').innerText())?.[1];
      assert.notEqual(first, '1');
      assert.equal(await rows.first().locator('td').first().textContent(), first);
    }
    await page.getByText('prediction at character 160 depends on it by, nats').waitFor();
    await map.press('ArrowLeft');
    await page.getByText('prediction at character 159 depends on it by, nats').waitFor();
  });
});
