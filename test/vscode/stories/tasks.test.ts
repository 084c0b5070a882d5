/** The lecture's other tasks in a real VS Code: the file proposes one, and what was trained is used in the editor. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { useSession } from '../session';
import { taskFiles, verse } from '../taskFiles';
import { until } from '../until';

/** A quarter of it is learned as well, in a quarter of the time. */
const verses = verse.split('\n').slice(0, 500);
const [line = ''] = verses;
const FILES = {
  ...taskFiles,
  'verse.txt': verses.join('\n'),
  'new.txt': 'abab\n\nxyxyxy\n',
  'source.txt': 'abba',
  'lower.txt': 'the tide is in. the moon is up. the tide is out.\n',
  'capitals.txt': 'The tide is in. The moon is up. The tide is out. The moon is down.\n'.repeat(40),
  'gap.txt': `${line.replace(/(?<=\w{2})\w{2}/, '____')}\n`,
  'gap-first.txt': line.replace(/^../, '____'),
  'gap-last.txt': line.replace(/..$/, '____'),
};

describe('the tasks of the lecture', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({
    files: FILES,
    settings: {
      'unroll.minutes': 2,
      'unroll.epochs': 300,
      'unroll.hidden': 32,
      'unroll.device': 'wasm',
      'files.simpleDialog.enable': true,
    },
  });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);
  const train = async (file: string, task: string) => {
    await bench().choose(bench().file(file), 'Unroll', 'Train for a Task…');
    await bench().quickPick(task).click();
  };
  const isTrained = async (run: string) => {
    await bench().notification(`${run} is trained`).waitFor({ timeout: 90_000 });
    await bench().clearNotifications();
  };
  const front = async (file: string) => {
    await bench().openFile(file);
    await bench()
      .editor.locator('.view-lines')
      .click({ position: { x: 30, y: 8 } });
    await bench().page.keyboard.press('Control+Home');
  };
  /** The likeliest, which says why. */
  const firstProposal = (reason: string) =>
    bench().page.locator(`.quick-input-list .monaco-list-row[data-index="0"][aria-label*="${reason}"]`);
  const undo = async () => {
    await bench().page.locator('.editor-group-container.active .monaco-editor.focused').waitFor(); // a list that closes hands the focus back
    await bench().page.keyboard.press('Control+z');
  };
  const editorText = async () => (await bench().editor.locator('.view-lines').innerText()).replaceAll('\u00a0', ' ');

  it('a folder with a file for each label proposes a classifier; where the question is dismissed, nothing is trained', async () => {
    await bench().choose(bench().file('words'), 'Train Char-RNN');
    const first = firstProposal('2 files, one for each label: early, late');
    assert.match((await first.getAttribute('aria-label')) ?? '', /^Train a classifier/);
    for (const other of ['Train a generator', 'Train a language model']) await bench().quickPick(other).waitFor();
    await bench().page.keyboard.press('Escape');
    await first.waitFor({ state: 'hidden' });
    await bench().page.waitForTimeout(1000);
    assert.equal(existsSync(session().workspace.path('.unroll')), false);
  });

  it('a table proposes a classifier, and never takes it for granted', async () => {
    await bench().choose(bench().file('labelled.tsv'), 'Train Char-RNN');
    const first = firstProposal('two columns; column 2 has 2 labels');
    assert.match((await first.getAttribute('aria-label')) ?? '', /^Train a classifier/);
    await bench().quickPick('Train a language model').waitFor();
    await session().picture('tasks, proposed');
    await bench().quickPick('Train a classifier').click();
    await bench()
      .statusBar.getByText(/classifier · loss/)
      .waitFor({ timeout: 60_000 });
    await bench().tab('labelled-classify').waitFor();
    await panel('confusion').waitFor({ timeout: 60_000 });
    await isTrained('labelled-classify');
    await session().picture('tasks, classifier');
  });

  it('each line is classified, behind the line', async () => {
    await front('new.txt');
    await bench().command('Unroll: Classify Each Line');
    await bench()
      .notification(/2 lines: 1 (early, 1 late|late, 1 early)/)
      .waitFor();
    await session().picture('tasks, lines');
    await bench().clearNotifications();
  });

  it('the selection is classified from the menu of the editor', async () => {
    await front('new.txt');
    await bench().choose(bench().editor.locator('.view-line').first(), 'Unroll', 'Classify Selection');
    await bench()
      .statusBar.getByText(/early \d+ %/)
      .waitFor();
  });

  it('two columns train a translator; its translations are chosen from a list', async () => {
    await train('pairs.tsv', 'Train a translator');
    await isTrained('pairs-translate');
    await front('source.txt');
    await bench().command('Unroll: Translate Selection');
    await bench().quickPick('ABBA').waitFor({ timeout: 30_000 });
    await session().picture('tasks, translation');
    await bench().page.keyboard.press('Enter');
    await until('the source is replaced', async () => (await editorText()).includes('ABBA'));
    await undo();
    await until('the source is back', async () => (await editorText()).includes('abba'));
  });

  it('a text trains a gap filler, which fills ____ from both sides', async () => {
    await train('verse.txt', 'Train a gap filler');
    await isTrained('verse-infill');
    await front('gap.txt');
    await bench().command('Unroll: Fill the Gap');
    await bench().page.locator('.quick-input-list .monaco-list-row').nth(2).waitFor({ timeout: 60_000 });
    await session().picture('tasks, fillings');
    await bench().page.keyboard.press('Enter');
    await until('the gap is filled', async () => !(await editorText()).includes('____'));
    await undo();
    await until('the gap is back', async () => (await editorText()).includes('____'));
  });

  for (const file of ['gap-first.txt', 'gap-last.txt'] as const) {
    it(`${file}: a gap with nothing on its other side is filled, and one undo brings it back`, async () => {
      await front(file);
      await bench().command('Unroll: Fill the Gap');
      const fillings = bench().page.locator('.quick-input-list .monaco-list-row');
      await fillings.nth(2).waitFor({ timeout: 60_000 });
      // A list of VS Code shows a line break, which a filling may have, as a sign.
      const filling = ((await fillings.first().locator('.label-name').first().textContent()) ?? '').replaceAll('⏎', '\n');
      assert.ok(filling.length >= 1 && filling.length <= 8, JSON.stringify(filling));
      await bench().page.keyboard.press('Enter');
      const filled = FILES[file].replace('____', filling);
      await until(
        `the gap is filled with ${JSON.stringify(filling)}, and all else is as it was`,
        // An empty line at the end is drawn with a text or without.
        async () => (await editorText()).trimEnd() === filled.trimEnd(),
      );
      await undo();
      await until('the gap is back', async () => (await editorText()).trim() === FILES[file]);
    });
  }

  it('a restorer gives a text its capitals back, as one edit', async () => {
    await train('capitals.txt', 'Train a restorer of upper and lower case');
    await isTrained('capitals-case');
    await front('lower.txt');
    await bench().command('Unroll: Tag or Restore Selection');
    await until('the capitals are back', async () => (await editorText()).includes('The tide is in. The moon is up. The tide is out.'));
    await undo();
    await until('one undo takes them away', async () => (await editorText()).includes('the tide is in. the moon is up.'));
  });

  it('a generator writes for the label that is chosen', async () => {
    await train('labelled.tsv', 'Train a generator');
    await isTrained('labelled-generate-from-label');
    await bench().command('Unroll: Generate from Label');
    await bench().quickPick('late').click();
    await panel('continuation').nth(2).waitFor({ timeout: 30_000 });
    const texts = await panel('written').allInnerTexts();
    assert.ok(
      texts.every((text) => /^[xy]+$/.test(text)),
      `for “late” it wrote ${texts.join(', ')}`,
    );
    await session().picture('tasks, generator');
  });

  it('looks inside a translator: both directions, encoder and decoder, and their alignment', async () => {
    await front('source.txt');
    await bench().page.getByRole('tab', { name: 'Unroll' }).first().click();
    const run = bench()
      .tree('Runs')
      .getByRole('treeitem', { name: /^pairs-translate/ });
    await bench().choose(run, 'Inspect Gate Activations');
    await panel('alignment').waitFor({ timeout: 30_000 });
    await panel('heatmap-h-backward').waitFor();
    await session().picture('tasks, inside');
  });

  it('a run is held against a file', async () => {
    const run = bench()
      .tree('Runs')
      .getByRole('treeitem', { name: /^pairs-translate/ });
    await bench().choose(run, 'Evaluate on Files…');
    await bench().quickPick('pairs.tsv').click();
    await panel('results').waitFor({ timeout: 60_000 });
    assert.match(await panel('results').innerText(), /Exact\s+\d/);
    await session().picture('tasks, evaluation');
  });

  it('what was trained says for what', () => {
    const experiment = JSON.parse(readFileSync(session().workspace.path('.unroll/runs/pairs-translate/experiment.json'), 'utf8'));
    assert.equal(experiment.task, 'translate');
  });
});
