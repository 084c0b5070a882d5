/** Texts that are typed, piped or read: the same text gives the same answer. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unescaped, withoutLastLineEnd } from '../../src/cli/givenText';
import { cliBench } from './cliBench';

describe('a text that a command is given', function () {
  this.timeout(60_000);
  const { unroll, write, trained, refuses } = cliBench();
  const generate = ['generate', '--run', 'run', '--length', '12', '--seed', '3'];

  it('may be typed, with escapes, stand in a file, or come by standard input', async () => {
    await trained();
    const prompt = 'the cat\nsat';
    write('prompt.txt', `${prompt}\n`);
    const { stdout, code } = await unroll([...generate, '--prompt', prompt]);
    assert.equal(code, 0);
    for (const [words, input] of [
      [['--prompt', String.raw`the cat\nsat`, '--escapes'], undefined],
      [['--prompt-file', 'prompt.txt'], undefined],
      [['--prompt', '-'], `${prompt}\n`],
      [['--prompt-file', '-'], `${prompt}\r\n`],
    ] as const) {
      const found = await unroll([...generate, ...words], { input });
      assert.deepEqual([found.code, found.stdout], [0, stdout], `${words.join(' ')} ${found.stderr}`);
    }
    const score = await unroll(['score', '--run', 'run', 'verse.txt']);
    const piped = await unroll(['score', '--run', 'run', '-'], { input: 'the cat sat on the mat; the rat sat on the cat.\n'.repeat(20) });
    assert.equal(piped.stdout.split('\n')[0], score.stdout.split('\n')[0]);
    const trace = await unroll(['trace', '--run', 'run', '--text', String.raw`a\tb`, '--escapes', '--json']);
    assert.deepEqual(trace.json()[0]?.characters, ['a', '\t', 'b']);
    const lines = await unroll(['inspect', 'connect', '--run', 'run', '--text', '-'], { input: 'the cat\n' });
    assert.match(lines.stdout, /after “the·cat”/);
  });

  it('is refused where it is said twice, is no text, or has an escape that is none', async () => {
    await trained();
    write('prompt.txt', 'the');
    assert.equal((await unroll([...generate, '--prompt', 'a', '--prompt-file', 'prompt.txt'])).code, 2);
    const wrong = await unroll([...generate, '--prompt', String.raw`a\q`, '--escapes']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /^unroll: There is no escape \\q\. There are/);
    await refuses([...generate, '--prompt', '-'], /standard input is not UTF-8: line 1/, { input: Buffer.from([0x61, 0xe9, 0x62]) });
    await refuses([...generate, '--prompt-file', 'none.txt'], /“none\.txt” is not there/);
  });

  it('is read in another encoding where that is said, by every way that it comes, and it is said', async () => {
    await trained();
    const latin = Buffer.from('the caf\xe9 sat\n', 'latin1');
    write('latin.txt', latin);
    write('utf8.txt', 'the café sat\n');
    const commands = [['score', '--json'], ['evaluate']];
    for (const [name, ...words] of commands) {
      const ask = [name as string, '--run', 'run', ...words];
      const truth = await unroll([...ask, 'utf8.txt']);
      await refuses([...ask, 'latin.txt'], /“latin\.txt” is not UTF-8: line 1 .*byte 8 of the line, 0xe9.*--encoding windows-1252/);
      const found = await unroll([...ask, 'latin.txt', '--encoding', 'windows-1252']);
      assert.deepEqual([found.code, found.stdout], [0, truth.stdout], found.stderr);
      assert.match(found.stderr, /latin\.txt is read as windows-1252\./);
    }
    const traced = ['trace', '--run', 'run', '--json', '--text'];
    const piped = await unroll([...traced, '-', '--encoding', 'windows-1252'], { input: latin });
    assert.equal(piped.stdout, (await unroll([...traced, 'the café sat'])).stdout, piped.stderr);
    const prompted = [...generate, '--encoding', 'windows-1252'];
    const typed = await unroll([...generate, '--prompt', 'the café sat']);
    for (const [words, input] of [[['--prompt-file', 'latin.txt']], [['--prompt', '-'], latin]] as const) {
      const found = await unroll([...prompted, ...words], { input });
      assert.deepEqual([found.code, found.stdout], [0, typed.stdout], found.stderr);
      assert.match(found.stderr, /(latin\.txt|Standard input) is read as windows-1252\./);
    }
  });

  it('is drawn with a dot for what cannot be seen, which is named by its place', async () => {
    await trained();
    const { stdout } = await unroll(['trace', '--run', 'run', '--escapes', '--text', String.raw`the\u200b q\u0301`]);
    assert.match(stdout, /^ +the··q·\n +4: U\+200B ZERO WIDTH SPACE\n +7: U\+0301 COMBINING ACUTE ACCENT\n/);
  });

  it('says what would make training faster with the first run of a folder alone', async () => {
    const told = async (...words: readonly string[]) => {
      write('verse.txt', 'the cat sat on the mat. '.repeat(9));
      const { stdout } = await unroll(['train', 'verse.txt', '--hidden', '8', '--updates', '2', '--device', 'wasm', ...words]);
      return stdout.includes('Relaxed SIMD is missing here');
    };
    const { stdout } = await unroll(['devices']);
    const missing = stdout.includes('Relaxed SIMD is missing here');
    assert.deepEqual(
      [await told('--out', 'runs/a'), await told('--out', 'runs/b'), await told('--out', 'others/a')],
      [missing, false, missing],
    );
  });
});

describe('escapes', () => {
  it('are what they stand for', () => {
    assert.equal(unescaped(String.raw`a\n\t\\n\u{1F600}\u00e9\x41\"`), 'a\n\t\\n😀éA"');
    for (const wrong of [String.raw`\q`, String.raw`\u{110000}`, 'a\\', String.raw`\u{}`])
      assert.throws(() => unescaped(wrong), /There is no escape/);
  });

  it('give any text back that is written in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = [...text].map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).join('');
        assert.equal(unescaped(written), text);
      }),
    );
  });

  it('end a prompt with a line end only where there are two', () => {
    for (const [text, left] of [
      ['a\n', 'a'],
      ['a\r\n', 'a'],
      ['a\n\n', 'a\n'],
      ['a', 'a'],
      ['', ''],
    ] as const)
      assert.equal(withoutLastLineEnd(text), left);
  });
});
