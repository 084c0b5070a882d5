// Beside a language model: the level line of the loss chart, or why there is none; a row in Inside; and its errors by kind.
import assert from 'node:assert/strict';
import { openPanel, type Panel, picture } from './harness';

describe('the yardstick', () => {
  let panel: Panel;
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('is a line in the chart of the loss, asked for once, and a column of its table', async () => {
    panel = await openPanel({ tab: 'training' });
    assert.equal((await panel.page.getByTestId('baseline').innerText()).trim(), '6-gram 2.04');
    assert.equal((await panel.calls('baseline')).length, 1);
    await panel.page.getByTestId('loss-chart-menu').click();
    await panel.page.getByTestId('loss-chart-table').click();
    assert.match(await panel.page.locator('table').first().innerText(), /6-gram 2\.04/);
  });

  it('is not there for another task; where its text is gone that is said', async () => {
    panel = await openPanel({ tab: 'training', scenario: 'classify' });
    await panel.page.getByTestId('loss-chart').waitFor();
    assert.equal(await panel.page.getByTestId('baseline').count(), 0);
    await panel.close();
    panel = await openPanel({ tab: 'training', loading: true });
    await panel.page.evaluate(() => {
      window.fakeHost.refuse('baseline', 'The text has changed since.');
      window.fakeHost.load();
    });
    await panel.page.getByTestId('no-baseline').getByText('no n-gram line: The text has changed since.').waitFor();
  });

  it('is a row along the text, and says what it gave each character, and that it knows the text', async () => {
    panel = await openPanel({ tab: 'inside' });
    await panel.page.getByTestId('advantage').hover({ position: { x: 200, y: 8 } });
    assert.match(
      await panel.page.getByTestId('against-ngrams').innerText(),
      /^The 6-gram of the training text gave it \d+ %: .+\. It has counted this very text, and knows that by heart\.$/,
    );
    await panel.close();
    panel = await openPanel({ tab: 'inside', blank: true });
    await panel.page.evaluate(() => window.fakeHost.refuse('traceNgrams', 'The text has changed since.'));
    await panel.page.getByTestId('inspect-text').fill('To be');
    await panel.page.getByTestId('inspect').click();
    await panel.page.getByText('Not held against n-grams: The text has changed since.').waitFor();
    assert.equal(await panel.page.getByTestId('advantage').count(), 0);
  });

  it('says what kinds of errors there are, with how far back and how rare', async () => {
    panel = await openPanel({ tab: 'evaluation', evaluated: true, width: 350 });
    const words = await panel.page.getByTestId('errors').innerText();
    for (const part of [
      /5,000 of 8,900 characters/,
      /start of a word\s+30 %/,
      /within the last: 100 characters 2 % · 5,000 characters 8 %/,
    ])
      assert.match(words, part);
    await picture(panel.page, 'errors-narrow');
  });
});
