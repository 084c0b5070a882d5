/** A model that goes on with other symbols knows of each symbol what it knew: rows are matched by what they stand for. */
import assert from 'node:assert/strict';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { evaluate } from '../../../src/engine/abilities';
import { readGivenWeights } from '../../../src/engine/carry/givenWeights';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import { type Material, textMaterial } from '../../../src/engine/data/material';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { openModel } from '../../../src/engine/model/model';
import { taskOf } from '../../../src/engine/tasks/tasks';
import { runOf } from '../../properties/run';
import { rowsOf } from '../tasks/modelOf';
import { running } from '../trainOnce';

/** What was learned first, and what is learned then: with symbols that come before, between and behind the first ones. */
const CASES: readonly (readonly [what: string, ExperimentOptions, first: Material, then: Material])[] = [
  [
    'a language model',
    { task: 'language-model', layers: 2 },
    textMaterial('bead cab dec '.repeat(9)),
    textMaterial('A bead? Zc ä'.repeat(9)),
  ],
  ['embedded characters', { embedding: 3, cell: 'lstm' }, textMaterial('bead cab dec '.repeat(9)), textMaterial('A bead? Zc ä'.repeat(9))],
  [
    'words',
    { units: 'words', embedding: 3 },
    textMaterial('the cat saw the rat. '.repeat(9)),
    textMaterial('A cat, the old cat, saw me. '.repeat(9)),
  ],
  ['a gap filler', { task: 'infill', cell: 'lstm' }, textMaterial('bead cab dec '.repeat(9)), textMaterial('A bead? Zc ä'.repeat(9))],
  [
    'a tagger',
    { task: 'tag' },
    rowsOf(['bcbd', '2424'], ['cd', '24'], ['dd', '44'], ['bb', '22']),
    rowsOf(['abd', '124'], ['ze', '53'], ['b', '2']),
  ],
  [
    'a tagger with a rule',
    { task: 'tag', rule: 'case' },
    textMaterial('Bead Cab '.repeat(9)),
    textMaterial('Zebra and Cab, and Ä Mob. '.repeat(9)),
  ],
  [
    'a classifier',
    { task: 'classify', bidirectional: 'sum' },
    rowsOf(['bcb', 'sad'], ['ddc', 'glad'], ['bb', 'sad'], ['dd', 'glad']),
    rowsOf(['abc', 'angry'], ['zd', 'glad'], ['ab', 'angry'], ['b', 'sad'], ['ez', 'zen'], ['ez', 'zen']),
  ],
  [
    'a writer of labels',
    { task: 'generate-from-label', layers: 2 },
    rowsOf(['bcb', 'sad'], ['ddc', 'glad'], ['bb', 'sad'], ['dd', 'glad']),
    rowsOf(['abc', 'angry'], ['zd', 'glad'], ['ab', 'angry'], ['b', 'sad'], ['ez', 'zen'], ['ez', 'zen']),
  ],
  [
    'a translator',
    { task: 'translate', decoderHidden: 4 },
    rowsOf(['bd', 'YV'], ['cb', 'XY'], ['db', 'VY'], ['dc', 'VX']),
    rowsOf(['abd', 'AYV'], ['zc', 'ZX'], ['eb', 'WY']),
  ],
];

const SMALL: ExperimentOptions = { hidden: 5, batch: 2, window: 24, validation: 0, dropout: 0, seed: 3, initializer: 'normal:0.4' };

describe('carrying a model to other symbols', function () {
  this.timeout(60_000);

  for (const [what, options, first, then] of CASES) {
    it(`${what} knows of each symbol what it knew`, async () => {
      const settings = { ...SMALL, ...options };
      const learned = await runOf({ ...settings, updates: 12, learningRate: 0.05 }, first);
      const init = readGivenWeights(learned.last, 'first');
      const carried = await beginning({ ...settings, keepVocabulary: true }, then, init);
      for (const symbols of ['vocabulary', 'targets', 'labels'] as const)
        for (const symbol of learned.final[symbols]) assert.ok(carried[symbols].includes(symbol), `${symbol} is kept`);
      const before = await natsOf(learned.last, first);
      assert.ok(
        Math.abs((await natsOf(writeCheckpoint(silenced(carried, learned.final)), first)) - before) < 1e-6,
        'it tells them apart as before',
      );

      const back = await beginning(settings, first, readGivenWeights(writeCheckpoint(carried), 'then'));
      assert.deepEqual(back.vocabulary, learned.final.vocabulary);
      assert.ok(Math.abs((await natsOf(writeCheckpoint(back), first)) - before) < 1e-6, 'and back again nothing is lost');
    });
  }

  it('draws new rows as the initializer does, by the seed alone', async () => {
    const [, options, first, then] = CASES[0] as (typeof CASES)[number];
    const settings = { ...SMALL, ...options };
    const init = readGivenWeights((await runOf({ ...settings, updates: 2 }, first)).last, 'first');
    const [one, again, other] = [
      await beginning(settings, then, init),
      await beginning(settings, then, init),
      await beginning({ ...settings, seed: 4 }, then, init),
    ];
    const row = ({ tensors, targets }: Checkpoint, symbol: string) => {
      const at = targets.indexOf(symbol);
      return tensors.get('head.weight')?.data.slice(5 * at, 5 * at + 5);
    };
    assert.deepEqual(row(again, 'ä'), row(one, 'ä'));
    assert.notDeepEqual(row(other, 'ä'), row(one, 'ä'));
    assert.deepEqual(row(other, 'b'), row(one, 'b'));
    assert.deepEqual(one.tensors.get('layers.1.W_hr'), init.tensors.get('layers.1.W_hr'));
  });

  it('says what was matched, added, dropped or kept', async () => {
    const settings = { ...SMALL, task: 'language-model' } as const;
    const init = readGivenWeights((await runOf({ ...settings, updates: 2 }, 'a bad bad dab\n'.repeat(9))).last, 'bad (last)');
    const noted = async (options: ExperimentOptions) =>
      notesOf((await runOf({ ...settings, ...options, updates: 1 }, 'a cab, '.repeat(9), { init })).events);
    assert.match(
      await noted({}),
      /Started from bad \(last\): of its 5 characters 3 matched, 2 added \(“,”, c\) and 2 dropped \(U\+000A LINE FEED, d\)\./,
    );
    assert.match(
      await noted({ keepVocabulary: true }),
      /of its 5 characters 3 matched, 2 kept that are not in what is learned now \(U\+000A LINE FEED, d\) and 2 added \(“,”, c\)\./,
    );
    const labels = rowsOf(['ab', 'x'], ['ba', 'y'], ['aa', 'x'], ['bb', 'y']);
    const classifier = readGivenWeights((await runOf({ ...SMALL, task: 'classify', updates: 1 }, labels)).last, 'run');
    const { events } = await runOf({ ...SMALL, task: 'classify', updates: 1 }, rowsOf(['ab', 'x'], ['bc', 'z'], ['aa', 'x'], ['bb', 'z']), {
      init: classifier,
    });
    assert.match(
      notesOf(events),
      /of its 2 characters 2 matched and 1 added \(c\); of its 2 labels 1 matched, 1 added \(z\) and 1 dropped \(y\)\./,
    );
  });

  it('of a gap filler without heads of each direction draws these afresh, and says so', async () => {
    const settings = { ...SMALL, task: 'infill' } as const;
    const text = 'bead cab dec '.repeat(9);
    const old = await runOf({ ...settings, updates: 3, sideHeads: false }, text);
    const init = readGivenWeights(old.last, 'old');
    const { events, final } = await runOf({ ...settings, updates: 1 }, text, { init });
    assert.match(notesOf(events), /no heads of each direction alone/);
    assert.match(notesOf(events), /Started from old: all of its 6 characters matched\./);
    assert.ok(final.tensors.has('forwards_head.weight'));
    const withHeads = readGivenWeights((await runOf({ ...settings, updates: 1 }, text)).last, 'new');
    assert.match(
      notesOf((await runOf({ ...settings, updates: 1, sideHeads: false }, text, { init: withHeads })).events),
      /are left behind/,
    );
  });

  it('gives a gap filler that goes on heads of each direction, if they are wanted, and else leaves it exactly as it is', async () => {
    const settings = { ...SMALL, task: 'infill', checkpointEvery: 3 } as const;
    const text = 'bead cab dec '.repeat(9);
    const whole = await runOf({ ...settings, updates: 9, sideHeads: false }, text);
    const resume = whole.checkpoints.get(3) ?? assert.fail();
    const exact = await runOf({ ...settings, updates: 9, sideHeads: false }, text, { resume });
    assert.deepEqual(exact.losses, whole.losses.slice(3));
    const given = await runOf({ ...settings, updates: 9, sideHeads: true }, text, { resume });
    assert.match(notesOf(given.events), /no heads of each direction alone \(sideHeads\).*drawn afresh/);
    assert.equal(given.losses[0], whole.losses[3], 'what both directions say together is as before');
    assert.ok(given.final.tensors.has('backwards_head.bias') && given.final.experiment.sideHeads);
    const again = await runOf({ ...settings, updates: 9, sideHeads: true }, text, { resume: given.checkpoints.get(6) ?? assert.fail() });
    assert.deepEqual(again.losses, given.losses.slice(3));
  });
});

/** The checkpoint before the first update. */
async function beginning(options: ExperimentOptions, material: Material, init: ReturnType<typeof readGivenWeights>): Promise<Checkpoint> {
  const { checkpoints } = await runOf({ ...options, updates: 1 }, material, { init });
  return readCheckpoint(checkpoints.get(0) ?? assert.fail('a checkpoint is written before the first update'));
}

/** With all that `known` did not have made as good as impossible: what is left is told apart as if there were nothing else. */
function silenced(checkpoint: Checkpoint, known: Checkpoint): Checkpoint {
  const bounded = taskOf(checkpoint.experiment).boundary.told ? checkpoint.targets.length : -1;
  const tensors = [...checkpoint.tensors].map(([name, { shape, data }]) => {
    if (!name.endsWith('head.bias')) return [name, { shape, data }] as const;
    const quiet = data.map((bias, row) => (row === bounded || known.targets.includes(checkpoint.targets[row] as string) ? bias : -1e6));
    return [name, { shape, data: quiet }] as const;
  });
  return { ...checkpoint, tensors: new Map(tensors) };
}

async function natsOf(bytes: Uint8Array, material: Material): Promise<number> {
  const model = await openModel(bytes, openReference());
  const { nats } = await evaluate(model, material, running);
  model.dispose();
  return nats;
}

function notesOf(events: Awaited<ReturnType<typeof runOf>>['events']): string {
  return events.flatMap((event) => (event.kind === 'started' ? event.notes : [])).join('\n');
}
