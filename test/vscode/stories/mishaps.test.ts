/** What goes wrong for a user in a real VS Code: each time a message says what it is and what to do, and nothing is lost. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type Session, useSession } from '../session';
import { verse } from '../taskFiles';
import { until } from '../until';

const REFUSED: readonly (readonly [file: string, content: string | Uint8Array, message: RegExp])[] = [
  ['empty.txt', '', /empty\.txt.*(empty|no text in it).*/],
  ['one.txt', 'a', /one character|at least two|two different/i],
  ['picture.txt', Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256), /picture\.txt.* is not a text file/],
];

/** By the palette, before there is any run. */
const OFFERED = [
  'Unroll: Focus on Runs View',
  'Unroll: Import Weights…',
  'Unroll: Open the Sample Workspace',
  'Unroll: Refresh Runs',
  'Unroll: Show Cell Equations',
  'Unroll: Show Devices',
  'Unroll: Show Log',
  'Unroll: Train Char-RNN',
  'Unroll: Train Char-RNN with Options…',
  'Unroll: Train for a Task…',
];

describe('what can go wrong', function () {
  this.timeout(180_000);
  const session = useSession({
    settings: { 'unroll.cell': 'lstm', 'unroll.hidden': 128, 'unroll.minutes': 30 },
    files: { ...Object.fromEntries(REFUSED), 'verse.txt': verse },
  });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);

  for (const [file, , message] of REFUSED) {
    it(`${file}: says what is the matter with it`, async () => {
      await bench().choose(bench().file(file), 'Train Char-RNN');
      await bench().notification(message).waitFor();
      await bench().clearNotifications();
    });
  }

  it('Generate before there is a run is not in the palette; in the editor’s menu it says how to come by one', async () => {
    await bench().openFile('verse.txt');
    const offered = (await bench().offered('Unroll: ')).filter((title) => title.startsWith('Unroll: ')).sort();
    assert.deepEqual(offered, OFFERED);
    await bench().choose(bench().editor.locator('.view-line').first(), 'Generate');
    await bench().notification('There is no trained run yet').getByRole('button', { name: 'Train Char-RNN' }).waitFor();
    await bench().clearNotifications();
  });

  /** What the status bar says of the training, and nothing else that changes in it. */
  const told = async () => /^.*loss \d.*$/m.exec(await bench().statusBar.innerText())?.[0];

  /** Once the first new loss is there, the text was read: the one before stands in the status bar from the beginning. */
  const trainingGoesOn = async () => {
    let before = await told();
    await until('training goes on', async () => {
      const now = await told();
      before ??= now;
      return now !== undefined && now !== before;
    });
  };

  it('a killed engine is reported with its reason, and training goes on from the last checkpoint', async () => {
    await bench().choose(bench().file('verse.txt'), 'Train Char-RNN');
    await panel('stop').click({ timeout: 60_000 });
    await panel('resume').click({ timeout: 60_000 });
    await bench().statusBar.getByText(/loss/).waitFor();
    const [engine] = engineProcesses(session());
    assert.ok(engine, 'no engine process runs');
    process.kill(engine, 'SIGKILL');
    const report = bench().notification(/verse-lstm: training was interrupted\. .*SIGKILL/);
    await bench().statusBar.getByText(/loss/).waitFor({ state: 'detached' });
    await report.getByRole('button', { name: 'Resume Training' }).click();
    await trainingGoesOn();
    assert.notEqual(engineProcesses(session())[0], engine);
  });

  it('the file may be deleted meanwhile: training goes on with the text that was read', async () => {
    rmSync(session().workspace.path('verse.txt'));
    await trainingGoesOn();
  });

  it('when VS Code goes away, the engine writes a checkpoint and leaves', async () => {
    const checkpoint = session().workspace.path('.unroll/runs/verse-lstm/last.safetensors');
    const before = statSync(checkpoint).mtimeMs;
    const [engine] = engineProcesses(session());
    assert.ok(engine, 'no engine process runs');
    await session().server.stop();
    await until('the engine has left', async () => !existsSync(`/proc/${engine}`));
    assert.ok(statSync(checkpoint).mtimeMs > before, 'the checkpoint is no newer');
  });
});

/** The engine processes of the extension that is installed in this session's VS Code. */
function engineProcesses({ server }: Session): number[] {
  const runs = (pid: string) => {
    const line = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
    return line.includes(server.data) && line.includes('engine.js');
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && runs(name))
    .map(Number);
}
