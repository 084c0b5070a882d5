// From a narrow side bar to a wide screen nothing sticks out, however long the names; the tabs are one stop for the keyboard.
import assert from 'node:assert/strict';
import { openPanel, picture } from './harness';

const TASKS = [
  { scenario: 'classify', tab: 'training' },
  { scenario: 'many labels', tab: 'evaluation', evaluated: true },
  { scenario: 'translate', tab: 'inside' },
  { scenario: 'classify', tab: 'whatIf' },
  { scenario: 'translate', tab: 'whatIf' },
  { scenario: 'translate', tab: 'answers', ask: 'may the third, 1979\ntuesday, 10 november 2026' },
  { scenario: 'translate', tab: 'answers', ask: 'withoutaspace'.repeat(20) },
  { scenario: 'translate', tab: 'evaluation', evaluated: true },
  { scenario: 'classify', tab: 'answers', ask: 'Ó Briain\nKowalski' },
  { scenario: 'infill', tab: 'answers', ask: 'I am ____ hungry and I can eat half a pig' },
  { scenario: 'tag', tab: 'answers', ask: 'so many men, so many minds' },
  { scenario: 'label', tab: 'continuations' },
] as const;

describe('layout', () => {
  const tabs = ['training', 'inside', 'whatIf', 'step', 'continuations'] as const;
  for (const options of [...tabs.map((tab) => ({ scenario: 'long', tab }) as const), ...TASKS]) {
    it(`${options.scenario}, ${options.tab} fits, however wide`, async () => {
      const panel = await openPanel({ ...options, width: 300, height: 900 });
      if (options.tab === 'whatIf') {
        await panel.page.getByTestId('change-now').click();
        await panel.page.getByTestId('difference-h').waitFor();
      }
      await panel.page.waitForTimeout(150);
      for (const width of [300, 600, 1300]) {
        await panel.resize(width);
        await picture(panel.page, `${options.scenario}-${options.tab}-${width}`);
        const stickingOut = await panel.page.evaluate(() =>
          [
            document.documentElement,
            ...document.querySelectorAll('header, main, .view, .column-main, .inside-main, .what-if, .step, .generation, .evaluation'),
          ]
            .filter((element) => element.scrollWidth > element.clientWidth)
            .map((element) => element.className || element.tagName),
        );
        assert.deepEqual(stickingOut, [], `in ${width} px`);
      }
      assert.deepEqual(panel.problems, []);
      await panel.close();
    });
  }

  for (const [width, height] of [
    [300, 420],
    [900, 320],
  ] as const) {
    it(`reaches everything inside in ${width} × ${height} px`, async () => {
      const panel = await openPanel({ tab: 'inside', width, height });
      await panel.page.getByTestId('heatmap-c').scrollIntoViewIfNeeded();
      await picture(panel.page, `inside-${width}x${height}`);
      await panel.page.getByTestId('heatmap-c').hover();
      await panel.page.getByTestId('pinned').scrollIntoViewIfNeeded();
      assert.ok(await panel.page.getByTestId('pinned').isVisible());
      assert.deepEqual(panel.problems, []);
      await panel.close();
    });
  }

  it('keeps the menu of a map off its name and role, wherever the labels stand', async () => {
    const panel = await openPanel({ tab: 'inside' });
    for (const width of [300, 480, 600, 1300]) {
      await panel.resize(width);
      const covered = await panel.page.locator('.map').evaluateAll((maps) =>
        maps.flatMap((map) => {
          const menu = map.querySelector('.export')?.getBoundingClientRect();
          if (!menu) throw new Error('no menu');
          return [...map.querySelectorAll('.map-name, .map-role, .scale')]
            .filter((word) => {
              const { left, right, top, bottom } = word.getBoundingClientRect();
              return left < menu.right && right > menu.left && top < menu.bottom && bottom > menu.top;
            })
            .map((word) => word.textContent);
        }),
      );
      assert.deepEqual(covered, [], `in ${width} px`);
    }
    await panel.resize(300);
    const menu = panel.page.locator('.map .export').first();
    await menu.locator('summary').click();
    await picture(panel.page, 'map-menu-300');
    const kinds = await menu.locator('.export-kinds').boundingBox();
    assert.ok(kinds && kinds.x >= 0 && kinds.x + kinds.width <= 300, JSON.stringify(kinds));
    await panel.close();
  });

  for (const scenario of ['layers', 'hello', 'gru'] as const) {
    it(`shows ${scenario}`, async () => {
      const panel = await openPanel({ scenario, tab: 'inside', width: 1000, height: 700 });
      await panel.page.getByTestId('heatmap-h').waitFor();
      await picture(panel.page, scenario);
      assert.deepEqual(panel.problems, []);
      await panel.close();
    });
  }

  it('invites where there is nothing yet', async () => {
    const panel = await openPanel({ tab: 'inside', blank: true, width: 1000, height: 500 });
    await panel.page.getByTestId('inside-empty').waitFor();
    await picture(panel.page, 'empty-inside');
    await panel.page.getByTestId('tab-continuations').click();
    await panel.page.getByTestId('continuations-empty').waitFor();
    await picture(panel.page, 'empty-continuations');
    assert.deepEqual(await panel.calls('generate'), []);
    assert.deepEqual(await panel.calls('openTrace'), []);
    await panel.close();
  });

  it('brings the tab that it is opened with into sight', async () => {
    const panel = await openPanel({ tab: 'evaluation', width: 350, height: 600 });
    const tab = await panel.page.getByTestId('tab-evaluation').boundingBox();
    assert.ok(tab && tab.x >= 0 && tab.x + tab.width <= 350, JSON.stringify(tab));
    await panel.close();
  });

  it('shows the beginning of a text of several lines, also one that ends in a line break, but for while one writes', async () => {
    const panel = await openPanel({ tab: 'inside', blank: true, width: 900, height: 500 });
    const field = panel.page.getByTestId('inspect-text');
    await field.click();
    await field.pressSequentially('one\ntwo\nthree\nfour\nfive\nsix\n');
    assert.ok((await field.evaluate((element) => element.scrollTop)) > 0, 'where one writes');
    await panel.page.getByTestId('inspect').click();
    await panel.page.getByTestId('heatmap-h').waitFor();
    await panel.page.getByTestId('heatmap-h').focus();
    assert.deepEqual(await field.evaluate((element) => [element.clientHeight < 30, element.scrollTop]), [true, 0]);
    await panel.page.evaluate(() => window.fakeHost.panel.show('inside', { text: 'Arise\nfair sun\n', passage: 'another' }));
    await panel.page.waitForFunction(() => document.querySelector('textarea')?.value.startsWith('Arise'));
    assert.equal(await field.evaluate((element) => element.scrollTop), 0);
    await panel.close();
  });

  it('breaks a long path within the column beside the maps', async () => {
    const panel = await openPanel({ tab: 'inside', blank: true, width: 1100 });
    const why = `/home/somebody/${'averylongfoldername_'.repeat(8)}tinyshakespeare.txt is missing.`;
    await panel.page.evaluate((message) => window.fakeHost.refuse('traceNgrams', message), why);
    await panel.page.getByTestId('inspect-text').fill('But');
    await panel.page.getByTestId('inspect').click();
    await panel.page.getByTestId('heatmap-h').waitFor();
    await panel.page.getByTestId('text-axis').hover();
    await panel.page.getByText('Not held against n-grams').waitFor();
    await picture(panel.page, 'long-path');
    assert.deepEqual(await panel.page.locator('.side').evaluate((side) => [side.scrollWidth, side.clientWidth]), [263, 263]);
    await panel.close();
  });

  it('has its tabs as one stop, with arrows', async () => {
    const panel = await openPanel();
    await panel.page.getByTestId('tab-training').focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.equal(await panel.page.getByTestId('tab-inside').getAttribute('aria-selected'), 'true');
    await panel.page.keyboard.press('End');
    assert.equal(await panel.page.evaluate(() => document.activeElement?.id), 'tab-evaluation');
    assert.deepEqual(
      (await panel.calls('showing')).map(([tab]) => tab),
      ['inside', 'evaluation'],
    );
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
