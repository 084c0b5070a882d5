/** A run goes to PyTorch and comes back: exported by its menu, imported from the palette, it answers. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { useSession } from '../session';
import { until } from '../until';

describe('the stories of a run that travels', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({ settings: { 'files.simpleDialog.enable': true, 'unroll.device': 'wasm' } });
  const bench = () => session().workbench;
  const runs = () => bench().tree('Runs').getByRole('treeitem');
  const name = () => bench().page.locator('.quick-input-widget:visible input[type=text]').first();

  it('Export Run offers each format with what it is for, writes a folder for PyTorch, and leads there', async () => {
    const { workspace } = session();
    await bench().page.getByRole('tab', { name: 'Unroll' }).first().click();
    await bench().page.waitForTimeout(1000);
    const words = ['train', workspace.path('time-machine.txt'), '--cell', 'gru', '--hidden', '16', '--updates', '12', '--device', 'wasm'];
    execFileSync('node', ['dist/cli.js', ...words, '--out', workspace.path('.unroll/runs/gru')], { stdio: 'pipe' });
    await runs().getByText('gru').first().waitFor({ timeout: 60_000 });
    await bench().choose(runs().first(), 'Export Run…');
    await bench().quickPick('PyTorch').waitFor();
    await session().picture('the formats of Export Run');
    await bench().quickPick('PyTorch').click();
    await until('a place is proposed', async () => (await name().inputValue()).endsWith('gru-pytorch'));
    await bench().page.keyboard.press('Enter');
    const folder = workspace.path('gru-pytorch');
    await until('the folder is written', () => existsSync(folder) && readdirSync(folder).length === 5);
    const said = bench().notification(/gru is in gru-pytorch now, as PyTorch/);
    await said.waitFor();
    await session().picture('a run exported to PyTorch');
    await said.getByRole('button', { name: 'Open' }).click();
    await bench().tab('README.md').first().waitFor();
    await bench().clearNotifications();
  });

  it('Import Weights makes a run of it, whose panel says where it is from and goes on with a text', async () => {
    await bench().command('Unroll: Import Weights…');
    await until('a file is asked for', async () => (await name().inputValue()).length > 0);
    await name().fill(session().workspace.path('gru-pytorch/'));
    await bench().quickPick('model.safetensors').click();
    await runs().getByText('gru-pytorch').first().waitFor({ timeout: 60_000 });
    assert.equal(await runs().count(), 2);
    await bench().panel.getByTestId('tab-training').waitFor({ timeout: 60_000 });
    await bench().page.waitForTimeout(1000);
    await session().picture('a run that was imported');
    await bench().panel.getByTestId('tab-continuations').click();
    await bench().panel.getByRole('button', { name: 'Generate' }).click();
    await until('it writes', async () => ((await bench().panel.getByTestId('continuation').first().textContent()) ?? '').length > 20);
    await session().picture('an imported run writes');
  });
});
