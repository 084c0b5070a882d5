/** `inspect clamp`, as a script uses it. */
import assert from 'node:assert/strict';
import { cliBench, SMALL } from '../cliBench';

const ASK = ['inspect', 'clamp', '--run', 'run', '--text', 'the cat sat on'];

describe('command line: inspect clamp', function () {
  this.timeout(60_000);
  const { unroll, trained, refuses, write } = cliBench();

  it('says what a change does to the loss and to what is written, in words and in JSON', async () => {
    await trained();
    const changes = [
      '--clamp',
      'l0:h[3]=1@5-7',
      '--zero',
      'l0:h[5]',
      '--freeze',
      'l0:z@3',
      '--reset',
      '10',
      '--patch',
      '9=2:the',
      '--edit',
      '1=r',
    ];
    const [json, plain, nothing] = await Promise.all([
      unroll([...ASK, ...changes, '--length', '9', '--json']),
      unroll([...ASK, '--clamp', 'l0:h=1@5-7', '--length', '9']),
      unroll([...ASK, '--add', 'l0:h[0]=0', '--json']),
    ]);
    const [told] = json.json() as {
      interventions: { kind: string }[];
      changed: { surprise: (number | null)[]; continuation: { text: string } };
    }[];
    assert.deepEqual(
      told?.interventions.map(({ kind }) => kind),
      ['clamp', 'clamp', 'freeze', 'reset', 'patch', 'edit'],
    );
    assert.deepEqual(
      [told?.changed.surprise.length, told?.changed.surprise[0], [...(told?.changed.continuation.text ?? '')].length],
      [14, null, 9],
    );
    assert.match(
      plain.stdout,
      /^loss: [+−]\d\.\d{3} nats \(\d+\.\d{3} → \d+\.\d{3} at 13 characters\)\nfrom character 8 on: .* at 7 characters\)\n\n── as it is ──\n.{9}\n\n── changed ──\n.{9}\n$/s,
    );
    const [same] = nothing.json() as { plain: unknown; changed: unknown }[];
    assert.deepEqual(same?.changed, same?.plain);
  });

  it('of a classifier it says how likely each label is both ways, of a translator what it writes', async () => {
    write('names.tsv', Array.from({ length: 12 }, (_, at) => (at % 2 ? `otto\tGerman` : `ivan\tRussian`)).join('\n'));
    write('words.tsv', ['ab\tba', 'abc\tcba', 'ba\tab', 'cab\tbac', 'bca\tacb', 'ca\tac'].join('\n'));
    for (const [file, task] of [
      ['names.tsv', 'classify'],
      ['words.tsv', 'translate'],
    ] as const)
      assert.equal((await unroll(['train', file, '--task', task, '--no-header', ...SMALL, '--updates', '12', '--out', task])).code, 0);
    const labels = ['inspect', 'clamp', '--run', 'classify', '--text', 'ivo', '--clamp', 'l0:h←=1@2-3'];
    const told = await unroll(labels);
    assert.match(told.stdout, /^as it is +changed .*\n +\d+\.\d % +\d+\.\d % +[+−]\d\.\d{3} nats +(German|Russian)\n/);
    type Labels = { labels: { symbol: string; probability: number }[] };
    type Both = { loss: { answers: number[] }; plain: Labels; changed: Labels };
    const [both = assert.fail()] = (await unroll([...labels, '--json'])).json() as Both[];
    assert.notDeepEqual(both.plain.labels, both.changed.labels);
    for (const [at, { symbol, probability }] of both.plain.labels.entries()) {
      const after = both.changed.labels.find((one) => one.symbol === symbol)?.probability as number;
      assert.ok(Math.abs((both.loss.answers[at] as number) - Math.log(probability / after)) < 1e-9, symbol);
    }
    // One label becomes so unlikely that its probability is 0: what it loses still has a number.
    const extreme = [...labels.slice(0, -2), '--clamp', 'l1:h=1000000'];
    const [far = assert.fail()] = (await unroll([...extreme, '--json'])).json() as Both[];
    assert.ok(far.changed.labels.some(({ probability }) => probability === 0));
    assert.ok(far.loss.answers.every(Number.isFinite) && far.loss.answers.some((nats) => nats > 745));
    assert.equal((await unroll(extreme)).stdout.match(/ [+−]\d+\.\d{3} nats +(German|Russian)$/gm)?.length, 2);
    const write2 = ['inspect', 'clamp', '--run', 'translate', '--text', 'abc', '--length', '9'];
    const changes = [
      '--zero',
      'target:l0:h',
      '--reset',
      'target:1',
      '--edit',
      '2=c',
      '--clamp',
      'l0:c←[2]=1@1-2',
      '--patch',
      'target:1=1:ab',
    ];
    const [translated] = (await unroll([...write2, ...changes, '--json'])).json() as {
      interventions: { part?: string }[];
      loss: { total: { characters: number } };
      plain: { continuation: { text: string }; surprise: number[] };
    }[];
    assert.deepEqual(
      translated?.interventions.map(({ part }) => part),
      ['target', 'target', undefined, undefined, 'target'],
    );
    assert.equal(translated?.loss.total.characters, translated?.plain.surprise.length);
    assert.match((await unroll([...write2, '--zero', 'l0:h'])).stdout, /^loss: .*── as it is ──.*── changed ──/s);
    await refuses([...labels, '--zero', 'target:l0:h'], /reads one text/);
    const why = await unroll(['inspect', 'connect', '--run', 'translate', '--text', 'abc', '--at', '1']);
    assert.match(why.stdout, /\n {7}\| +-?\d.*\nWords to come are told by models that write on/);
  });

  it('says how to say it, and what there is', async () => {
    await trained();
    const wrong = await unroll([...ASK, '--clamp', 'h[3]=1']);
    assert.deepEqual([wrong.code, /Give something like l0:h\[3\]/.test(wrong.stderr)], [2, true]);
    const none = await unroll(ASK);
    assert.deepEqual([none.code, /Say what to change/.test(none.stderr)], [2, true]);
    const vast = await unroll([...ASK, '--clamp', 'l0:h=1e7']);
    assert.deepEqual([vast.code, /Give a number from -1000000 to 1000000/.test(vast.stderr)], [2, true]);
    await refuses([...ASK, '--zero', 'l0:h@15'], /There is no character 15\./);
    await refuses([...ASK, '--zero', 'l0:q'], /Layer 0 has no q\. It has h, r, z, n, of 8 units\./);
  });
});
