/** The lecture's other tasks in a real VS Code: the file proposes one, and what was trained is used in the editor. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { useSession } from '../session';
import { taskFiles } from '../taskFiles';
import { until } from '../until';
import { verse } from '../verse';

const FILES = {
  ...taskFiles,
  'verse.txt': verse,
  'new.txt': 'abab\n\nxyxyxy\n',
  'source.txt': 'abba',
  'lower.txt': 'the tide is in. the moon is up. the tide is out.\n',
  'capitals.txt': 'The tide is in. The moon is up. The tide is out. The moon is down.\n'.repeat(40),
  'gap.txt': `${verse.split('\n')[0]?.replace(/(?<=\w{2})\w{2}/, '____') ?? ''}\n`,
};

describe('the tasks of the lecture', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({
    files: FILES,
    settings: { 'unroll.minutes': 0.25, 'unroll.hidden': 32, 'unroll.device': 'wasm', 'files.simpleDialog.enable': true },
  });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);
  const train = async (file: string, task: string) => {
    await bench().choose(bench().file(file), 'Train for a Task…');
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
  const editorText = async () => (await bench().editor.locator('.view-lines').innerText()).replaceAll('\u00a0', ' ');

  it('a table proposes a classifier, and never takes it for granted', async () => {
    await bench().choose(bench().file('labelled.tsv'), 'Train Char-RNN');
    const first = bench().page.locator('.quick-input-list .monaco-list-row').first();
    assert.match((await first.getAttribute('aria-label')) ?? '', /Train a classifier.*two columns.*2 labels/s);
    await bench().quickPick('Train a language model').waitFor();
    await session().picture('tasks, proposed');
    await bench().quickPick('Train a classifier').click();
    await bench().notification('Training a classifier on labelled.tsv').waitFor();
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
    await bench().choose(bench().editor.locator('.view-line').first(), 'Classify Selection');
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
    await bench().page.keyboard.press('Control+z');
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
  });

  it('a restorer gives a text its capitals back, as one edit', async () => {
    await train('capitals.txt', 'Train a restorer of upper and lower case');
    await isTrained('capitals-case');
    await front('lower.txt');
    await bench().command('Unroll: Tag or Restore Selection');
    await until('the capitals are back', async () => (await editorText()).includes('The tide is in. The moon is up. The tide is out.'));
    await bench().page.keyboard.press('Control+z');
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
