// The header is one line from 700 px on, two below, however long its words; and it is as high while the run is read.
import assert from 'node:assert/strict';
import { openPanel, type Panel } from './harness';

describe('header', () => {
  let panel: Panel;
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  for (const scenario of ['long', 'training', 'overfitting', 'classify', 'diverged'] as const) {
    it(`of ${scenario} has nothing wrapped or cut off, however wide`, async () => {
      panel = await openPanel({ scenario, width: 300 });
      for (const width of [300, 350, 560, 700, 960, 1100, 1440]) {
        await panel.resize(width);
        const { height, lines, cut } = await panel.page.evaluate(() => {
          const header = document.querySelector('header');
          if (!header) throw new Error('no header');
          const shown = [...header.querySelectorAll<HTMLElement>('h1, .state, .figure, .shape, button')].filter((e) => e.offsetWidth > 0);
          const edge = header.getBoundingClientRect().right - 16;
          return {
            height: header.offsetHeight,
            lines: new Set(shown.map((e) => Math.round((e.getBoundingClientRect().top + e.getBoundingClientRect().bottom) / 16))).size,
            // A name may be shortened, and then says itself whole when pointed at; a figure may not.
            cut: shown
              .filter(
                (e) =>
                  e.getBoundingClientRect().right > edge + 1 || (e.scrollWidth > e.clientWidth + 1 && !e.title && e.tagName !== 'SPAN'),
              )
              .map((e) => e.textContent),
          };
        });
        assert.deepEqual(cut, [], `in ${width} px`);
        assert.deepEqual([height, lines], width < 700 ? [70, 2] : [44, 1], `in ${width} px`);
      }
    });
  }

  it('shortens a long name, which says itself whole when pointed at', async () => {
    panel = await openPanel({ scenario: 'long', width: 700 });
    const name = panel.page.locator('h1');
    assert.ok(await name.evaluate((e) => e.scrollWidth > e.clientWidth));
    assert.equal(await name.getAttribute('title'), await name.innerText());
  });

  it('says what the model that answers does: the best validation, not the last', async () => {
    panel = await openPanel({ scenario: 'training' });
    await panel.page.evaluate(() =>
      window.fakeHost.tell([
        { kind: 'validation', update: 3000, loss: 1.5, best: true },
        { kind: 'validation', update: 3100, loss: 1.75, best: false },
      ]),
    );
    await panel.page.getByTestId('held-out').getByText('1.50').waitFor();
    assert.match(
      (await panel.page.getByTestId('held-out').getAttribute('title')) ?? '',
      /at update 3,000: the best so far, which answers$/,
    );
  });

  for (const [scenario, name] of [
    ['training', 'Stop Training'],
    ['stopped', 'Resume Training'],
    ['interrupted', 'Resume Training'],
    ['done', 'Train Further'],
  ] as const) {
    it(`has one button, called as in VS Code: ${scenario}, ${name}`, async () => {
      panel = await openPanel({ scenario });
      assert.deepEqual(await panel.page.locator('header .button').allInnerTexts(), [name]);
    });
  }

  for (const width of [350, 1100]) {
    it(`keeps its place while the run is read, in ${width} px`, async () => {
      panel = await openPanel({ loading: true, width });
      const places = () =>
        panel.page.evaluate(() =>
          ['header', '.tabs', '.view'].map((selector) => {
            const { x, y, width, height } = document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
            return [x, y, width, height];
          }),
        );
      const before = await places();
      assert.equal(await panel.page.locator('header').getAttribute('aria-busy'), 'true');
      await panel.page.evaluate(() => window.fakeHost.load());
      await panel.page.locator('h1').waitFor();
      assert.deepEqual(await places(), before);
    });
  }

  it('says that it opens the run only where that takes long', async () => {
    panel = await openPanel({ loading: true });
    const words = panel.page.getByText('Opening the run…');
    assert.equal(await words.evaluate((e) => getComputedStyle(e).animationDelay), '0.5s');
    await words.waitFor({ state: 'visible', timeout: 5000 });
  });
});
