/** Files of weights in VS Code: a stranger's by a click in the Explorer, a damaged one, and the checkpoints of a run; and in Restricted Mode. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { encodeSafetensors } from '../../../src/engine/checkpoint/safetensors';
import { strangersBytes } from '../../webview/weightFixtures';
import { useSession } from '../session';
import { until } from '../until';

const stranger = strangersBytes();
const files = { 'stranger.safetensors': stranger, 'damaged.safetensors': stranger.slice(0, 3000) };

describe('the stories of files of weights', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({ files });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);
  const cli = (...words: readonly string[]) => execFileSync('node', ['dist/cli.js', ...words], { stdio: 'pipe' });

  before(() => {
    const { workspace } = session();
    const out = workspace.path('.unroll/runs/lstm');
    cli(
      'train',
      workspace.path('time-machine.txt'),
      '--cell',
      'lstm',
      '--hidden',
      '24',
      '--updates',
      '60',
      '--device',
      'wasm',
      '--out',
      out,
    );
  });

  it('a click on weights of others shows what they are, with pictures', async () => {
    await bench().file('stranger.safetensors').click();
    await panel('tensors').waitFor({ timeout: 60_000 });
    await panel('tensor').filter({ hasText: 'weight_hh_l0' }).click();
    await panel('weights-eigenvalues').waitFor();
    assert.match(await panel('metadata').innerText(), /<b>author<\/b>\s+a stranger <\/script>/);
    assert.equal(await panel('action-use').count(), 0);
    await session().picture('weights of others');
  });

  it('one that is damaged says why, and reopens as text', async () => {
    await bench().file('damaged.safetensors').dblclick();
    await panel('broken').waitFor();
    assert.match(await panel('broken').innerText(), /Was it copied whole\?/);
    await session().picture('damaged weights');
    await panel('reopen-text').click();
    await bench()
      .page.getByText(/binary or uses an unsupported text encoding/)
      .waitFor();
    await bench().command('View: Close All Editors');
  });

  it('Open Checkpoint in the menu of a run asks which, and shows where its run stood then', async () => {
    const { page } = bench();
    await page.getByRole('tab', { name: 'Unroll' }).first().click();
    await bench().command('Unroll: Refresh Runs');
    const run = bench().tree('Runs').getByRole('treeitem').first();
    await run.waitFor();
    await bench().choose(run, 'Open Checkpoint…');
    await bench().quickPick('last.safetensors').click();
    await panel('checkpoint-facts').waitFor();
    assert.match(await panel('checkpoint-facts').innerText(), /Run\s+lstm\s+Task\s+language model\s+Update\s+60/);
    await panel('loss-there').locator('canvas').waitFor();
    assert.match(await panel('action-resume').innerText(), /Train Further/);
    await session().picture('a checkpoint of a run');
  });

  it('what training writes meanwhile is shown without a word', async () => {
    cli('resume', '--run', session().workspace.path('.unroll/runs/lstm'), '--updates', '80');
    await panel('checkpoint-facts').getByText('80', { exact: true }).waitFor({ timeout: 60_000 });
  });

  it('Inspect opens the panel of the run at the checkpoint that answers', async () => {
    await bench().choose(bench().tree('Runs').getByRole('treeitem').first(), 'Open Checkpoint…');
    await bench().quickPick('best.safetensors').click();
    await bench().panel.getByText('best.safetensors').first().waitFor();
    await panel('action-inspect').click();
    // It opens beside the weights.
    await until('the tab Inside is shown', async () => {
      const frames = bench().page.frames();
      const found = await Promise.all(frames.map((frame) => frame.locator('[data-testid=tab-inside][aria-selected=true]').count()));
      return found.includes(1);
    });
    await session().picture('weights beside the panel of their run');
  });
});

describe('files of weights in Restricted Mode', function () {
  this.timeout(180_000);
  this.bail(true);
  const tensors = new Map([['a', { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]]);
  const session = useSession({
    files: { 'model.safetensors': encodeSafetensors(tensors, {}) },
    settings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.untrustedFiles': 'open',
    },
  });
  const bench = () => session().workbench;

  it('a file is shown, and training goes on from none', async () => {
    const { workspace } = session();
    const out = workspace.path('.unroll/runs/lstm');
    const words = [
      'train',
      workspace.path('time-machine.txt'),
      '--cell',
      'lstm',
      '--hidden',
      '8',
      '--updates',
      '5',
      '--device',
      'wasm',
      '--out',
      out,
    ];
    execFileSync('node', ['dist/cli.js', ...words], { stdio: 'pipe' });
    await bench().statusBar.getByText('Restricted Mode').waitFor();
    await bench().file('model.safetensors').click();
    await bench().panel.getByTestId('weights-eigenvalues').waitFor({ timeout: 60_000 });
    const { page } = bench();
    await page.getByRole('tab', { name: 'Unroll' }).first().click();
    await bench().command('Unroll: Refresh Runs');
    await bench().choose(bench().tree('Runs').getByRole('treeitem').first(), 'Open Checkpoint…');
    await bench().quickPick('last.safetensors').click();
    const resume = bench().panel.getByTestId('action-resume');
    await resume.waitFor();
    assert.match((await resume.getAttribute('title')) ?? '', /In Restricted Mode nothing is trained/);
    await session().picture('weights in restricted mode');
  });
});
