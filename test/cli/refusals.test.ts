/** Stated errors and wrong usage: one line in the user's words, and the exit code. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cliBench, SMALL, VERSE } from './cliBench';

describe('command line: refusals', function () {
  this.timeout(60_000);
  const { folder, unroll, write, trained, refuses } = cliBench();
  const training = (flags: string) => ['train', 'verse.txt', ...SMALL, ...flags.split(' ')];

  it('states what is wrong with a text', async () => {
    write('empty.txt', '');
    write('one.txt', 'x');
    write('binary.txt', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0));
    write('latin.txt', Buffer.from('caf\xe9', 'latin1'));
    write('big.txt', '');
    truncateSync(path.join(folder(), 'big.txt'), 200 * 1024 * 1024);
    await refuses(['train', 'empty.txt'], /no text in it/);
    await refuses(['train', 'one.txt'], /one character/);
    await refuses(['train', 'binary.txt'], /not a text file/);
    await refuses(['train', 'latin.txt'], /not UTF-8: line 1 .* Read as windows-1252 it says “.*”; .*--encoding windows-1252/);
    await refuses(['train', 'gone.txt'], /“gone\.txt” is not there/);
    await refuses(['train', 'big.txt'], /200 MB/);
    await refuses(['train', 'one.txt', '--cell', 'none.cell'], /There is no file none\.cell here\./);
    assert.deepEqual(readdirSync(path.join(folder(), '.unroll/runs')), []);
  });

  it('states what is wrong with a run', async () => {
    await refuses(['generate', '--run', 'none', '--prompt', 'x'], /no run in none/);
    await refuses(['resume', '--run', 'none'], /no run in /);
    await trained();
    await refuses(['train', 'verse.txt', ...SMALL, '--updates', '1', '--out', 'run'], /already a run/);
    const weights = path.join(folder(), 'run', 'last.safetensors');
    const whole = readFileSync(weights);
    const damages = [
      whole.subarray(0, -1),
      new Uint8Array(),
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 0x7b),
      Buffer.from('not weights at all'),
    ];
    const commands = [
      ['generate', '--prompt', 'x'],
      ['score', 'verse.txt'],
      ['trace', '--text', 'x'],
      ['resume', '--updates', '20'],
    ];
    for (const [index, [command = '', ...words]] of commands.entries()) {
      for (const name of ['best', 'last']) write(`run/${name}.safetensors`, damages[index] as Uint8Array);
      await refuses([command, '--run', 'run', ...words], command === 'resume' ? /last\.safetensors/ : /best\.safetensors/);
    }
    write('one.txt', 'x');
    write('empty.txt', '');
    rmSync(path.join(folder(), 'run', 'best.safetensors'));
    writeFileSync(weights, whole);
    await refuses(['score', '--run', 'run', '--checkpoint', 'best', 'verse.txt'], /run has no best checkpoint: .* Take the last\.$/);
    await refuses(['score', '--run', 'run/last.safetensors', '--checkpoint', 'last', 'verse.txt'], /is a checkpoint already/);
    await refuses(['score', '--run', 'run', 'one.txt'], /one character, so there is no next character/);
    await refuses(['score', '--run', 'run', 'empty.txt'], /no text in it yet\. Write some and save it first\.$/);
    await refuses(['score', '--run', 'none.safetensors', 'verse.txt'], /There is no file none\.safetensors here\./);
    await refuses(['resume', '--run', 'run', '--updates', '9'], /already at update 10: give a later end\./);
    rmSync(weights);
    await refuses(['resume', '--run', 'run', '--updates', '20'], /before its first checkpoint/);
  });

  it('says what a setting may be', async () => {
    for (const [flag, value, words] of [
      ['--hidden', '0', /Give a whole number from 1 to 8192\.$/m],
      ['--hidden', '1.5', /Give a whole number from 1 to 8192\.$/m],
      ['--lr', 'x', /Give a number, more than 0 and up to 100\.$/m],
      ['--minutes', '', /Give a number, more than 0\.$/m],
      ['--schedule', 'linear', /Give one of constant, cosine, step\.$/m],
      ['--initializer', 'foo', /write uniform .* or normal:0\.01\.$/m],
    ] as const)
      assert.match((await unroll(['train', 'verse.txt', flag, value])).stderr, words);
  });

  it('states that training diverged, with the way out', async () => {
    write('verse.txt', VERSE);
    await refuses(
      training('--cell rnn-relu --initializer normal:100 --optimizer sgd --lr 100 --clip 0 --updates 100'),
      /no longer a number.*lower learning rate/,
    );
  });

  it('states that nothing was learned where the loss stays above that of guessing, with the way out', async () => {
    write('verse.txt', VERSE);
    await refuses(
      training('--cell rnn --initializer normal:30 --lr 5 --schedule constant --updates 30'),
      /^unroll: Nothing was learned: after 30 updates the loss is [\d.,]+ nats, and guessing all 14 symbols alike would cost 2\.64\. Train anew with a lower learning rate \(it was 5\)/,
    );
  });

  it('states that a device is not there', async () => {
    write('verse.txt', VERSE);
    const nowhere = { VK_DRIVER_FILES: '/nonexistent', VK_ICD_FILENAMES: '/nonexistent', DISPLAY: '' };
    await refuses(['train', 'verse.txt', ...SMALL, '--device', 'webgpu', '--updates', '1'], /./, { env: nowhere });
  });

  it('tells wrong usage from a stated error', async () => {
    write('verse.txt', VERSE);
    for (const words of [
      [],
      ['trian'],
      ['train'],
      ['train', 'verse.txt', '--hiden', '3'],
      ['train', 'verse.txt', '--hidden', 'many'],
      ['train', 'verse.txt', '--hidden', '1.5'],
      ['train', 'verse.txt', '--hidden', ''],
      ['train', 'verse.txt', '--optimizer', 'adma'],
      ['train', 'verse.txt', '--device', 'tpu'],
      ['train', 'verse.txt', '--lr', '1e9'],
      ['generate', '--prompt', 'x'],
      ['generate', '--run', 'r', '--top-p', '2'],
      ['generate', '--run', 'r', '--length', '0'],
      ['score', '--run', 'r'],
      ['trace', '--run', 'r'],
      ['trace', '--run', 'r', '--text', ''],
      ['cells', 'check'],
    ]) {
      const { code, stdout, stderr } = await unroll(words);
      assert.deepEqual([words, code, stdout], [words, 2, '']);
      assert.doesNotMatch(stderr, /^\s+at /m);
    }
    assert.equal((await unroll(['--version'])).stdout, `${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`);
    for (const words of [['--help'], ['train', '--help'], ['help', 'generate']]) assert.equal((await unroll(words)).code, 0);
  });
});
