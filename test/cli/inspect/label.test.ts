/** Commands that look into a model of labels count the characters of the text, though it reads a boundary before them. */
import assert from 'node:assert/strict';
import { cliBench, SMALL } from '../cliBench';

/** Columns: the boundary, then the five characters. */
const TEXT = 'hanna';

describe('command line: inspect a model of labels', function () {
  this.timeout(60_000);
  const { unroll, refuses, write } = cliBench();
  const inspect = (command: string, ...words: readonly string[]) =>
    unroll(['inspect', command, '--run', 'labels', '--text', TEXT, ...words]);
  const json = async <Told>(command: string, ...words: readonly string[]): Promise<Told> =>
    ((await inspect(command, ...words, '--json')).json() as Told[])[0] ?? assert.fail();
  /** Of each column the unit's output, by `trace`, which says all. */
  const outputs = async (): Promise<number[][]> => {
    const told = await unroll(['trace', '--run', 'labels', '--text', TEXT, '--json']);
    const [all] = told.json() as { layers: { activations: { name: string; values: number[][] }[] }[] }[];
    const { values } = all?.layers[0]?.activations.find(({ name }) => name === 'h') ?? assert.fail(told.stderr);
    assert.equal(values.length, 6);
    return values;
  };

  beforeEach(async () => {
    write('names/German.txt', 'anna\notto\nhanna\n');
    write('names/Russian.txt', 'ivan\nolga\ntanya\n');
    const words = ['train', 'names', '--task', 'generate-from-label', ...SMALL, '--updates', '10', '--out', 'labels'];
    const { code, stderr } = await unroll(words);
    assert.equal(code, 0, stderr);
  });

  it('clamp: a span is of the characters that are meant, and the first one can be another', async () => {
    type Told = { interventions: object[]; plain: { surprise: number[] }; changed: { surprise: number[] } };
    const held = await json<Told>('clamp', '--clamp', 'l0:h=0.9@3-3', '--length', '0');
    // What is predicted after the third character is told of the fourth, in column 4.
    const differ = held.plain.surprise.map((bits, column) => bits !== held.changed.surprise[column]);
    assert.deepEqual(differ.indexOf(true), 4);
    const words = ['--clamp', 'l0:h=1@2-3', '--zero', 'l0:o', '--reset', '5', '--patch', '4=1:otto', '--edit', '1=t'];
    const { interventions } = await json<Told>('clamp', ...words, '--length', '0');
    const where = { layer: 0, direction: 'forward' };
    assert.deepEqual(interventions, [
      { kind: 'clamp', ...where, name: 'h', from: 2, to: 4, value: 1 },
      { kind: 'clamp', ...where, name: 'o', from: 0, value: 0 },
      { kind: 'reset', at: 5 },
      { kind: 'patch', at: 4, of: 1, text: 'otto' },
      { kind: 'edit', at: 1, character: 't' },
    ]);
    const told = await inspect('clamp', '--clamp', 'l0:h=0.9@2-3', '--length', '0');
    assert.match(told.stdout, /\nfrom character 4 on: .* at 2 characters\)\n/, told.stderr);
    await refuses(['inspect', 'clamp', '--run', 'labels', '--text', TEXT, '--edit', '6=a'], /There is no character 6\./);
  });

  it('step: the numbers are those of the character', async () => {
    const { equations } = await json<{ equations: { name: string; value: number }[] }>('step', '--unit', '3', '--at', '2');
    const h = equations.find(({ name }) => name === 'h') ?? assert.fail();
    assert.ok(Math.abs(h.value - ((await outputs())[2]?.[3] as number)) < 1e-6);
    await refuses(['inspect', 'step', '--run', 'labels', '--text', TEXT, '--unit', '3', '--at', '6'], /There is no character 6\./);
  });

  it('connect: characters have their numbers, the boundary has none', async () => {
    const { stdout, stderr } = await inspect('connect', '--at', '3');
    assert.match(stdout, /^Why .* after “\|han”/, stderr);
    const rows = [...stdout.matchAll(/^ *(\d*) ([|a-z]) {2}(?: +-?\d+\.\d{3}){3}$/gmu)].map(([, number, character]) => [number, character]);
    assert.deepEqual(rows, [
      ['', '|'],
      ['1', 'h'],
      ['2', 'a'],
      ['3', 'n'],
    ]);
  });

  it('match: the units are those that are on at the characters of the span', async () => {
    const values = await outputs();
    // Between what a unit does over characters 2 to 3 and what it does around them.
    const [from, to] = [2, 3];
    const gaps = (values[0] as number[]).map((_, unit) => {
      const of = (columns: readonly number[]) => columns.map((column) => values[column]?.[unit] as number);
      return { low: Math.max(...of([from - 1, to + 1])), high: Math.min(...of([from, to])) };
    });
    const gap = gaps.find(({ low, high }) => high - low > 1e-3) ?? assert.fail('no unit is higher there than around it');
    const threshold = (gap.low + gap.high) / 2;
    const words = ['--from', String(from), '--to', String(to), `--threshold=${threshold}`];
    const { units } = await json<{ units: { unit: number }[] }>('match', ...words);
    const expected = gaps.flatMap(({ low, high }, unit) => (low <= threshold && threshold < high ? [unit] : []));
    assert.deepEqual(
      units.map(({ unit }) => unit),
      expected,
    );
    await refuses(['inspect', 'match', '--run', 'labels', '--text', TEXT, '--from', '5', '--to', '6'], /There is no character 6\./);
  });
});
