// Every tab in every theme: axe finds nothing, the policy blocks nothing, and there is a picture to look at in test-results/.
import { assertAccessibleInAnyTheme } from './accessible';
import { openPanel } from './harness';

const TASKS = [
  { name: 'kept checkpoints', scenario: 'kept', tab: 'inside' },
  { name: 'confusion', scenario: 'classify', tab: 'training' },
  { name: 'alignment', scenario: 'translate', tab: 'inside' },
  { name: 'translations', scenario: 'translate', tab: 'answers', ask: 'may the third, 1979' },
  { name: 'labels', scenario: 'classify', tab: 'answers', ask: 'Ó Briain\nKowalski' },
  { name: 'fillings', scenario: 'infill', tab: 'answers', ask: 'I am ____ hungry' },
  { name: 'tags', scenario: 'tag', tab: 'answers', ask: 'so many men' },
  { name: 'restored', scenario: 'restore', tab: 'answers', ask: 'so many men' },
  { name: 'evaluation', scenario: 'classify', tab: 'evaluation', evaluated: true },
  { name: 'errors', scenario: 'done', tab: 'evaluation', evaluated: true },
  { name: 'labels changed', scenario: 'classify', tab: 'whatIf' },
  { name: 'translation changed', scenario: 'translate', tab: 'whatIf' },
  { name: 'by length', scenario: 'translate', tab: 'evaluation', evaluated: true },
] as const;

describe('themes', () => {
  for (const tab of ['training', 'inside', 'memory', 'units', 'whatIf', 'step', 'continuations'] as const) {
    it(tab, async () => {
      const panel = await openPanel({ tab });
      const { page } = panel;
      if (tab === 'inside') {
        await page.getByTestId('heatmap-c').click({ position: { x: 300, y: 20 } });
        await page.getByTestId('heatmap-f').click({ position: { x: 300, y: 30 } });
        await page.getByTestId('heatmap-h').hover({ position: { x: 300, y: 60 } });
      }
      if (tab === 'whatIf') {
        await page.getByTestId('change-from').fill('40');
        await page.getByTestId('change-unit').fill('7');
        await page.getByTestId('change-now').click();
        await page
          .getByTestId('difference-h')
          .locator('.picture-drawing')
          .hover({ position: { x: 300, y: 30 } });
      }
      if (tab === 'step') {
        await page.getByTestId('step-at').fill('65');
        await page.getByTestId('step-place').getByText('(65)').waitFor();
      }
      if (tab === 'units') await page.getByTestId('search-corpus').click();
      if (tab === 'memory') await page.getByText('inside the unit circle').waitFor();
      if (tab === 'continuations') await page.getByTestId('written').nth(1).locator('[data-at="40"]').hover();
      await assertAccessibleInAnyTheme(panel, tab);
    });
  }
  for (const { name, ...options } of TASKS) {
    it(name, async () => {
      const panel = await openPanel(options);
      const { page } = panel;
      if (name === 'alignment') await page.getByTestId('alignment').hover({ position: { x: 200, y: 60 } });
      if (name === 'confusion') await page.locator('.matrix tbody tr').nth(3).locator('.cell').nth(4).hover();
      if (options.tab === 'whatIf') {
        await page.getByTestId('change-from').fill('3');
        await page.getByTestId('change-now').click();
        await page.getByTestId('difference-h').waitFor();
      }
      await page.waitForTimeout(100);
      await assertAccessibleInAnyTheme(panel, name);
    });
  }
});
