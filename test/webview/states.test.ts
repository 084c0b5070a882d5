// What is not filled, in every theme: tabs where nothing was chosen yet, refusals, questions under way, runs that ended badly. axe finds nothing in them.
import { assertAccessibleInAnyTheme, assertNoViolations, assertNoViolationsInAnyTheme } from './accessible';
import { openPanel } from './harness';

const TABS = ['inside', 'memory', 'units', 'whatIf', 'step', 'continuations', 'evaluation'];
const WHY = 'There is no run in /runs/tinyshakespeare: it has no experiment.json and no checkpoint.';

describe('states', () => {
  it('every tab where nothing was chosen yet', async () => {
    const panel = await openPanel({ tab: 'inside', blank: true, width: 1100, height: 600 });
    for (const tab of TABS) {
      await panel.page.getByTestId(`tab-${tab}`).click();
      await panel.page.locator('[data-testid$=-empty]').first().waitFor();
      await assertNoViolationsInAnyTheme(panel, `empty-${tab}`);
    }
    await panel.close();
  });

  it('refusals, and gradients under way', async () => {
    const panel = await openPanel({ tab: 'memory', blank: true, width: 1100, height: 600 });
    const { page } = panel;
    await page.evaluate((why) => window.fakeHost.refuse('openTrace', why), WHY);
    await page.getByTestId('inspect-text').fill('a ¶');
    await page.getByTestId('inspect').click();
    await page.getByRole('alert').filter({ hasText: WHY }).waitFor();
    for (const tab of ['inside', 'units', 'whatIf', 'step', 'memory']) {
      await page.evaluate((why) => window.fakeHost.refuse('openTrace', why), WHY);
      await page.getByTestId(`tab-${tab}`).click();
      await page.getByRole('alert').filter({ hasText: WHY }).waitFor();
      await assertNoViolations(panel);
    }
    await page.evaluate(() => window.fakeHost.hold('gradientsBack'));
    await page.getByTestId('inspect').click();
    await page.getByTestId('cancel').waitFor();
    await assertAccessibleInAnyTheme(panel, 'memory-under-way');
  });

  for (const scenario of ['waiting', 'failed', 'diverged', 'unlearned', 'interrupted'] as const)
    it(`a run that is ${scenario}`, async () => {
      const panel = await openPanel({ scenario, width: 1100, height: 600 });
      await assertAccessibleInAnyTheme(panel, scenario);
    });

  it('other cells beside this one', async () => {
    const panel = await openPanel({ tab: 'memory', width: 1100, height: 1500 });
    await panel.page.getByTestId('memory-beside').click();
    await panel.page.getByTestId('memory-fading').getByText('gru h').first().waitFor();
    await assertAccessibleInAnyTheme(panel, 'memory-beside');
  });

  it('a comparison where nothing was read yet, and one that is refused', async () => {
    const panel = await openPanel({ panel: 'compare', width: 1100, height: 900 });
    const { page } = panel;
    await assertNoViolations(panel);
    await page.evaluate((why) => window.fakeHost.refuse('openTrace', why), WHY);
    await page.getByTestId('compared-text').fill('But, soft!');
    await page.getByTestId('read').click();
    await page.getByRole('alert').filter({ hasText: WHY }).waitFor();
    await assertAccessibleInAnyTheme(panel, 'compare-refused');
  });
});
