/** Texts as people have them, in a real VS Code: one that is not UTF-8, a model carried to another text, a text that was moved or changed. */
import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { useSession } from '../session';
import { verse } from '../taskFiles';

const FRENCH = 'Le café était fermé, où êtes-vous allé ? Ça va.\n'.repeat(40);

describe('texts as people have them', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({
    files: { 'latin.txt': Buffer.from(FRENCH, 'latin1'), 'verse.txt': verse.slice(0, 4000) },
    settings: { 'unroll.hidden': 16, 'unroll.epochs': 3, 'unroll.device': 'wasm', 'files.simpleDialog.enable': true },
  });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);
  const runs = () => bench().tree('Runs').getByRole('treeitem');
  const dialog = (button: string) => bench().page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true });
  const isTrained = async (run: string) => {
    await bench().notification(`${run} is trained`).waitFor({ timeout: 90_000 });
    await bench().clearNotifications();
  };
  const experimentOf = (run: string) => JSON.parse(readFileSync(session().workspace.path(`.unroll/runs/${run}/experiment.json`), 'utf8'));

  it('a file that is not UTF-8 shows what it says in other encodings, and is read as it is chosen', async () => {
    await bench().choose(bench().file('latin.txt'), 'Train Char-RNN');
    await bench().page.locator('.quick-input-titlebar').getByText('latin.txt is not UTF-8').waitFor();
    await session().picture('a file that is not UTF-8');
    await bench().quickPick('Le café était fermé, où êtes-vous').click();
    await isTrained('latin-gru');
    assert.equal(experimentOf('latin-gru').encoding, 'windows-1252');
    await bench().editor.getByText('Le café était fermé').first().waitFor();
    await panel('tab-training').click();
    await bench().panel.getByText('latin.txt is read as windows-1252.').waitFor();
  });

  it('Continue Training on… carries a run to another text, and says what became of its characters', async () => {
    await bench().page.getByRole('tab', { name: 'Unroll' }).first().click();
    await bench().choose(runs().filter({ hasText: 'latin-gru' }), 'Continue Training on…');
    await bench().quickPick('verse.txt').click();
    await bench().quickPick('Drop them').click();
    await isTrained('verse-gru');
    await bench()
      .panel.getByText(/Started from latin-gru \(\w+\): of its \d+ characters \d+ matched/)
      .waitFor();
    await session().picture('a run that was continued on another text');
  });

  it('a text that was moved is shown by the user, and known from then on; a changed one is refused with the way on', async () => {
    const { workspace } = session();
    renameSync(workspace.path('verse.txt'), workspace.path('moved.txt'));
    const further = () => bench().choose(runs().filter({ hasText: 'verse-gru' }), 'Train Further');
    await further();
    await bench()
      .page.locator('.monaco-dialog-box')
      .getByText(/learned from .*verse\.txt, which is not there/)
      .waitFor();
    await dialog('Choose File…').click();
    await bench().quickPick('moved.txt').click();
    await isTrained('verse-gru');
    assert.deepEqual(experimentOf('verse-gru').files, ['moved.txt']);
    writeFileSync(workspace.path('moved.txt'), `${verse.slice(0, 4000)} and more`);
    await further();
    const refused = bench().notification(/What this run learned from has changed since it began \(moved\.txt\)/);
    await refused.getByRole('button', { name: 'Continue Training on…' }).waitFor();
    rmSync(workspace.path('moved.txt'));
  });
});
