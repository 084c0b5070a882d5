// The editor of a file of weights: its facts and tensors, in four themes, by keyboard, narrow and zoomed, of ours and of a stranger's.
import assert from 'node:assert/strict';
import { assertAccessible, assertAccessibleInAnyTheme } from './accessible';
import { type OpenOptions, openPanel, type Panel, picture } from './harness';

async function opened(options: OpenOptions = {}): Promise<Panel> {
  const panel = await openPanel({ panel: 'checkpoint', ...options });
  await panel.page.getByTestId('tensors').waitFor();
  return panel;
}

describe('a file of weights', () => {
  for (const scenario of ['done', 'strangers'] as const)
    it(`of ${scenario === 'done' ? 'a run' : 'a stranger'} is accessible in every theme`, async () => {
      const panel = await opened({ scenario, width: 1440, height: 900 });
      await panel.page.getByTestId('tensor').first().click();
      await panel.page.waitForTimeout(300);
      await assertAccessibleInAnyTheme(panel, `checkpoint-${scenario}`);
    });

  it('fits 350 px', async () => {
    const panel = await opened({ width: 350, height: 2600 });
    await panel.page.waitForTimeout(300);
    await picture(panel.page, 'checkpoint-narrow');
    assert.ok(
      await panel.page.evaluate(
        () => document.documentElement.scrollWidth <= 350 && (document.querySelector('.view')?.scrollWidth ?? 0) <= 350,
      ),
    );
    await assertAccessible(panel);
  });
});
