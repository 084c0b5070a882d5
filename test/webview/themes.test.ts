// Every tab in every theme: axe finds nothing, the policy blocks nothing, and there is a picture to look at in test-results/.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import { openPanel, picture, THEMES } from './harness';

const axe = readFileSync(createRequire(path.resolve('package.json')).resolve('axe-core/axe.min.js'), 'utf8');
declare global {
  interface Window {
    axe: { run(): Promise<AxeResults> };
  }
}

describe('themes', () => {
  for (const theme of THEMES) {
    for (const tab of ['training', 'inside', 'continuations'] as const) {
      it(`${theme}: ${tab}`, async () => {
        const panel = await openPanel({ theme, tab });
        const { page } = panel;
        if (tab === 'inside') {
          await page.getByTestId('heatmap-c').click({ position: { x: 300, y: 20 } });
          await page.getByTestId('heatmap-f').click({ position: { x: 300, y: 30 } });
          await page.getByTestId('heatmap-h').hover({ position: { x: 300, y: 60 } });
        }
        if (tab === 'continuations') await page.getByTestId('written').nth(1).locator('[data-at="40"]').hover();
        await picture(page, `${tab}-${theme}`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(
          violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message}`).join('\n')}`,
          ),
          [],
        );
        assert.deepEqual(panel.problems, []);
        await panel.close();
      });
    }
  }
});
