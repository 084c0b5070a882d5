// Which text the inside tab shows: typed, selected, passed by the host, read again when its trace has expired.
import assert from 'node:assert/strict';
import { useInside } from './useInside';

describe('inside: text', () => {
  const { panel, open, openTab } = useInside();

  it('takes a text typed or selected, says what it never saw, and refuses in words', async () => {
    await open({ scenario: 'gru' });
    await panel().page.getByTestId('use-selection').click();
    await panel().page.getByText('of 19 characters').waitFor();
    await panel().page.getByTestId('inspect-text').fill('a ¶ b');
    await panel().page.getByTestId('inspect').click();
    await panel().page.getByTestId('unknown').filter({ hasText: '“¶”' }).waitFor();
    await panel().page.evaluate(() => window.fakeHost.refuse('openTrace', 'There is no checkpoint yet. Wait for the first one.'));
    await panel().page.getByTestId('inspect').click();
    await panel().page.getByRole('alert').filter({ hasText: 'There is no checkpoint yet. Wait for the first one.' }).waitFor();
  });

  it('shows the tab with a passage when the host asks', async () => {
    await openTab({ scenario: 'gru', tab: 'training' });
    await panel().page.evaluate(() => window.fakeHost.panel.show('inside', { text: 'Arise', passage: 'another' }));
    await panel().page.getByText('1–5 of 5 characters').waitFor();
    assert.deepEqual((await panel().calls('openTrace')).at(-1), [{ text: 'Arise' }]);
    assert.deepEqual((await panel().calls('showing')).at(-1), ['inside']);
  });

  it('opens a text anew by itself when its trace has expired, and stays where it is', async () => {
    await open({ scenario: 'large' });
    await panel()
      .page.getByTestId('heatmap-h')
      .hover({ position: { x: 400, y: 40 } });
    const pointed = await panel().page.getByTestId('tooltip').innerText();
    await panel().page.evaluate(() => window.fakeHost.expire());
    await panel()
      .page.getByTestId('maps')
      .evaluate((e) => {
        e.scrollLeft = 20_000;
      });
    await panel().page.waitForFunction(() => window.fakeHost.calls.filter(({ method }) => method === 'openTrace').length === 2);
    await panel()
      .page.getByText(/^2,5\d\d–2,\d+ of 5,000 characters$/)
      .waitFor();
    assert.equal(await panel().page.getByRole('alert').count(), 0);
    await panel()
      .page.getByTestId('maps')
      .evaluate((e) => {
        e.scrollLeft = 0;
      });
    await panel()
      .page.getByTestId('heatmap-h')
      .hover({ position: { x: 400, y: 40 } });
    await panel().page.getByTestId('tooltip').filter({ hasText: pointed }).waitFor();
  });

  it('closes the trace of a text when another one is opened', async () => {
    await open({ scenario: 'gru' });
    await panel().page.getByTestId('inspect-text').fill('Arise');
    await panel().page.getByTestId('inspect').click();
    await panel().page.getByText('1–5 of 5 characters').waitFor();
    assert.deepEqual(await panel().calls('closeTrace'), [[{ trace: 'trace 1' }]]);
  });
});
