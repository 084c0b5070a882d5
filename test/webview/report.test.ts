// The report of a run in a real browser without a network: nothing is asked for, nothing complains, axe finds nothing, in light and in dark.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runReport } from '../../src/engine/export/html/runReport';
import { launchBrowser } from '../browser';
import { assertAccessible } from './accessible';
import { historyOf, type Scenario } from './fixtures';
import { watch } from './harness';

const NAME = '<img src=x onerror=alert(1)></title><script>alert(2)</script>';

describe('report', () => {
  for (const [scenario, colorScheme] of [
    ['done', 'light'],
    ['classify', 'dark'],
  ] as const satisfies readonly (readonly [Scenario, string])[])
    it(`of ${scenario} in ${colorScheme}`, async () => {
      const { summary, curve } = historyOf(scenario);
      const file = path.resolve(`test-results/webview/report-${scenario}-${colorScheme}.html`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, runReport({ ...summary, ...curve, begun: 0, name: NAME, note: NAME }));
      const browser = await launchBrowser();
      try {
        const context = await browser.newContext({ colorScheme, offline: true, viewport: { width: 1000, height: 900 } });
        const page = await context.newPage();
        const problems = watch(page);
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        await page.goto(pathToFileURL(file).href);
        await page.locator('summary').first().click();
        assert.deepEqual(
          asked.filter((url) => !url.startsWith('data:')),
          [pathToFileURL(file).href],
        );
        assert.equal(await page.locator('h1').textContent(), NAME);
        assert.deepEqual([await page.locator('script').count(), await page.locator('img').count()], [0, 0]);
        await page.screenshot({ path: file.replace('.html', '.png'), fullPage: true });
        await page.setViewportSize({ width: 350, height: 900 });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 350));
        const figures = await page.locator('svg text').evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
        assert.ok(
          figures.length > 4 && figures.every((height) => height >= 9),
          `the figures at the axes are ${Math.min(...figures)} px high`,
        );
        await assertAccessible({ page, problems });
      } finally {
        await browser.close();
      }
    });
});
