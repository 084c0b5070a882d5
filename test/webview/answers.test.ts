// The tab where a model does what it was trained for: each task asks its own question and shows its own answer.
import assert from 'node:assert/strict';
import { openPanel, type Panel, picture } from './harness';

describe('answers', () => {
  let panel: Panel;
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
  const give = async (text: string) => {
    await panel.page.getByTestId('ask').fill(text);
    await panel.page.getByTestId('answer').click();
  };

  it('classifies each line, the likeliest label first', async () => {
    panel = await openPanel({ scenario: 'classify', tab: 'answers' });
    await give('Ó Briain\n\nKowalski ¶\n');
    const cards = panel.page.getByTestId('classification');
    await cards.nth(1).waitFor();
    assert.deepEqual(await panel.calls('classify'), [[{ texts: ['Ó Briain', 'Kowalski ¶'] }]]);
    assert.match(await cards.first().locator('.bar-row').first().innerText(), /Arabic\s+62 %/);
    await panel.page.getByTestId('unknown').filter({ hasText: '“¶”' }).waitFor();
  });

  it('translates with the beam that is set, and leads inside with the hypothesis chosen', async () => {
    panel = await openPanel({ scenario: 'translate', tab: 'answers' });
    await panel.page.getByTestId('beam').fill('12');
    await panel.page.getByTestId('beam').press('Tab');
    await give('3 may 1979');
    await panel.page.getByTestId('hypothesis').nth(2).waitFor();
    assert.deepEqual(await panel.calls('translate'), [[{ sources: ['3 may 1979'], beam: 12, lengthPenalty: 0.6 }]]);
    await panel.page.getByTestId('hypothesis').nth(1).getByTestId('look-inside').click();
    await panel.page.getByTestId('alignment').waitFor();
    assert.deepEqual((await panel.calls('openTrace')).at(-1), [{ text: '3 may 1979', target: '1979-05-08' }]);
  });

  it('fills the gap, each filling where it belongs', async () => {
    panel = await openPanel({ scenario: 'infill', tab: 'answers' });
    await give('I am ____ hungry');
    const fillings = panel.page.getByTestId('filling');
    await fillings.nth(3).waitFor();
    assert.deepEqual(await panel.calls('fill'), [[{ before: 'I am ', after: ' hungry', shortest: 1, longest: 8, count: 8 }]]);
    assert.equal(await fillings.first().getByTestId('written').innerText(), 'I am not hungry');
    assert.deepEqual(await fillings.locator('.card-head > .caption').allInnerTexts(), ['41 %', '21 %', '8 %', '4 %']);
  });

  it('says how to write a gap where there is none', async () => {
    panel = await openPanel({ scenario: 'infill', tab: 'answers' });
    await give('no gap');
    await panel.page.getByRole('alert').filter({ hasText: 'write ____' }).waitFor();
    assert.deepEqual(await panel.calls('fill'), []);
  });

  it('shows the tag of each character', async () => {
    panel = await openPanel({ scenario: 'tag', tab: 'answers' });
    await give('hello');
    assert.deepEqual(await panel.page.getByTestId('tagged').locator('rt').allInnerTexts(), [...'CVCCV']);
  });

  it('names what the model never saw, though it cannot be seen', async () => {
    panel = await openPanel({ scenario: 'tag', tab: 'answers' });
    await give('so\u00a0many');
    await panel.page.getByTestId('unknown').filter({ hasText: '“U+00A0 NO-BREAK SPACE”' }).waitFor();
  });

  it('marks what a restorer changed, and hands the text back', async () => {
    panel = await openPanel({ scenario: 'restore', tab: 'answers' });
    await give('hello');
    assert.deepEqual(await panel.page.getByTestId('tagged').locator('mark').allInnerTexts(), ['H']);
    await panel.page.getByTestId('replace').click();
    assert.deepEqual(await panel.calls('replace'), [['Hello']]);
  });

  it('writes for a label', async () => {
    panel = await openPanel({ scenario: 'label', tab: 'continuations' });
    await panel.page.getByTestId('label').selectOption('Irish');
    await panel.page.getByTestId('generate').click();
    await panel.page.getByTestId('continuation').first().waitFor();
    assert.equal((((await panel.calls('generate')).at(-1) ?? [])[0] as { label: string }).label, 'Irish');
    await panel.page.evaluate(() => window.fakeHost.panel.show('continuations', { label: 'Greek' }));
    await panel.page.getByTestId('continuation').first().getByText('Greek').waitFor();
  });

  it('answers at once to what the host sends, and cancels without a word', async () => {
    panel = await openPanel({ scenario: 'classify', tab: 'answers', ask: 'Rossi' });
    await panel.page.getByTestId('classification').waitFor();
    await panel.page.evaluate(() => window.fakeHost.hold('classify'));
    await panel.page.evaluate(() => window.fakeHost.panel.show('answers', { text: 'Bianchi', passage: 'another' }));
    await panel.page.getByText('50 %').waitFor();
    await panel.page.getByTestId('cancel').click();
    await panel.page.getByTestId('cancel').waitFor({ state: 'detached' });
    assert.equal(await panel.page.getByTestId('refusal').count(), 0);
  });
});

describe('evaluation', () => {
  let panel: Panel;
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('invites, asks for a file, and shows figures and how accuracy falls with length', async () => {
    panel = await openPanel({ scenario: 'translate', tab: 'evaluation' });
    await panel.page.getByTestId('evaluation-empty').waitFor();
    await panel.page.getByTestId('evaluate').click();
    const results = panel.page.getByTestId('results');
    await results.waitFor();
    for (const words of [/Exact\s+91\.2 %/, /BLEU\s+0\.870/, /Character errors\s+2\.1 %/, /Perplexity\s+1\.68/])
      assert.match(await results.innerText(), words);
    await panel.page.getByTestId('length-chart').focus();
    await panel.page.keyboard.press('Home');
    await panel.page.getByTestId('length-readout').getByText('length 1: 100 % of 90 examples right').waitFor();
    await picture(panel.page, 'evaluation-translate');
  });

  it('reads the confusion matrix by pointer and by keyboard, in whole sentences', async () => {
    panel = await openPanel({ scenario: 'classify', tab: 'evaluation', evaluated: true });
    const readout = panel.page.getByTestId('confusion-readout');
    assert.match(await readout.innerText(), /^[\d,]+ of [\d,]+ right \(\d+ %\)\. Most often taken: \w+ for \w+/);
    const matrix = panel.page.locator('.matrix');
    await matrix.locator('tbody tr').nth(1).locator('.cell').nth(2).hover();
    assert.equal(await readout.innerText(), 'Chinese taken for Czech: 7 of 73 (10 %).');
    await panel.page.mouse.move(2, 2);
    await panel.page.getByTestId('confusion-walk').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await panel.page.keyboard.press(key);
    assert.equal(await readout.innerText(), 'Chinese: 57 of 73 (78 %) recognised.');
    assert.equal(await panel.page.getByTestId('confusion-walk').getAttribute('aria-valuetext'), await readout.innerText());
    assert.equal(await matrix.locator('tbody tr').nth(1).locator('td').last().innerText(), '78 %');
  });

  it('evaluates files that were chosen elsewhere', async () => {
    panel = await openPanel({ scenario: 'classify', tab: 'training' });
    await panel.page.evaluate(() => window.fakeHost.panel.show('evaluation', { files: ['C:\\texts\\more.tsv', '/texts/most.tsv'] }));
    await panel.page.getByText('more.tsv, most.tsv: ').waitFor();
    assert.deepEqual(await panel.calls('evaluate'), [[{ files: ['C:\\texts\\more.tsv', '/texts/most.tsv'] }]]);
    assert.deepEqual(await panel.calls('chooseExamples'), []);
  });

  it('keeps what it showed where the evaluation is cancelled', async () => {
    panel = await openPanel({ scenario: 'classify', tab: 'evaluation', evaluated: true });
    await panel.page.evaluate(() => window.fakeHost.hold('evaluate'));
    await panel.page.getByTestId('evaluate').click();
    await panel.page.getByTestId('cancel').click();
    await panel.page.getByTestId('cancel').waitFor({ state: 'detached' });
    await panel.page.getByText('held-out.tsv').waitFor();
  });
});
