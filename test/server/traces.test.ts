/** Handles on texts, as a panel holds them: asked in stretches, released, expired, and followed while they are opened. */
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Model, OpenTrace } from '../../src/engine/abilities';
import { TraceShelf } from '../../src/server/traceShelf';
import { engineBench } from './engineBench';

const H = { kind: 'activation', layer: 0, direction: 'forward', name: 'h' } as const;
const read = async () => ({}) as OpenTrace;
const FIRST = { part: 'source', from: 0, to: 3, step: 1, field: H } as const;

describe('engine process: traces', function () {
  this.timeout(60_000);
  const { engine, run, verse, stated } = engineBench();
  const expired = stated('TraceExpiredError', /Inspect it again/);

  it('are handles: asked in stretches, closed, and put away when others take their place or the checkpoint changes', async () => {
    const { api, ask } = engine();
    await api.train(verse('read', { updates: 5, hidden: 6 }));
    let texts = 0;
    const open = () => ask(run('read'), 'openTrace', { text: `the cat${' sat'.repeat(texts++)}` });
    const field = (trace: string) => ask(run('read'), 'traceField', { trace, ...FIRST });
    const { trace, shape } = await open();
    assert.deepEqual([shape.source.length, shape.source.layers[0]?.units], [7, 6]);
    const { mean, columns, rows } = await field(trace);
    assert.ok(mean instanceof Float32Array);
    assert.deepEqual([mean.length, columns, rows], [18, 3, 6]);
    assert.equal((await ask(run('read'), 'tracePredictions', { trace, part: 'source', from: 2, to: 4 })).length, 2);
    assert.equal(await ask(run('read'), 'closeTrace', { trace }), true);
    assert.equal(await ask(run('read'), 'closeTrace', { trace }), false);
    await assert.rejects(field(trace), expired);

    const [oldest, ...others] = [await open(), await open(), await open(), await open(), await open()];
    await assert.rejects(field(oldest.trace), expired);
    for (const other of others) assert.equal((await field(other.trace)).columns, 3);
    await api.resume(run('read'), { updates: 10 });
    await assert.rejects(field(others[0]?.trace ?? ''), expired);
    assert.equal((await field((await open()).trace)).columns, 3);
  });

  it('are read anew with changes, as handles like others, and written on; a step of them is told', async () => {
    const { api, ask } = engine();
    await api.train(verse('changed', { updates: 5, hidden: 6 }));
    const { trace } = await ask(run('changed'), 'openTrace', { text: 'the cat sat' });
    const clamp = { kind: 'clamp', layer: 0, direction: 'forward', name: 'h', unit: 2, from: 1, value: 3 } as const;
    const changed = await ask(run('changed'), 'changeTrace', { trace, interventions: [clamp] });
    const { mean = [] } = await ask(run('changed'), 'traceField', { trace: changed.trace, ...FIRST, field: { ...H, unit: 2 } });
    assert.deepEqual([...mean].slice(1), [3, 3]);
    assert.deepEqual([changed.loss.total.characters, changed.loss.after.characters], [10, 0]);
    const drawing = { length: 5, temperature: 1, topK: 0, topP: 1, seed: 1, count: 2 };
    const written = await ask(run('changed'), 'continueTrace', { trace: changed.trace, ...drawing });
    assert.deepEqual(
      written.map(({ text }) => [...text].length),
      [5, 5],
    );
    const { equations } = await ask(run('changed'), 'traceStep', { trace, layer: 0, direction: 'forward', unit: 2, at: 3 });
    assert.equal(equations.at(-1)?.target, "h'");
    const nowhere = ask(run('changed'), 'changeTrace', { trace, interventions: [{ ...clamp, layer: 4 }] });
    await assert.rejects(nowhere, stated('InterventionError', /Layer 4 has no h/));
  });

  it('are held against n-grams, in a field once these are counted', async () => {
    const { api, ask } = engine();
    await api.train(verse('held', { updates: 5, hidden: 6 }));
    const { trace, shape } = await ask(run('held'), 'openTrace', { text: 'the cat sat' });
    assert.equal(shape.compared, true);
    const { order, seen } = await ask(run('held'), 'traceNgrams', { trace });
    assert.ok(order >= 1 && seen >= 0 && seen <= 1);
    const request = { trace, part: 'source', from: 0, to: 11, step: 1, field: { kind: 'advantage' } } as const;
    const { mean } = await ask(run('held'), 'traceField', request);
    assert.deepEqual([mean?.length, Number.isNaN(mean?.[0]), mean?.slice(1).every(Number.isFinite)], [11, true, true]);
    await assert.rejects(ask(run('held'), 'traceNgrams', { trace: 'none' }), expired);
    const { baseline } = await ask(run('held'), 'baseline', {});
    assert.equal(baseline?.order, order);
  });

  it('of one character, and of characters that were never seen, tell what there is of memory', async () => {
    const { api, ask } = engine();
    await api.train(verse('short', { updates: 5, hidden: 6 }));
    for (const [text, unknown] of [
      ['t', []],
      ['¶', ['¶']],
      ['¶€', ['¶', '€']],
    ] as const) {
      const { trace, shape } = await ask(run('short'), 'openTrace', { text });
      const to = shape.source.length;
      assert.deepEqual([to, shape.unknown], [[...text].length, unknown]);
      const { lines } = await ask(run('short'), 'gradientsBack', { trace, from: 0, to, reach: 128 });
      assert.ok(lines.length > 0);
      const [first] = lines;
      assert.ok(first?.left.subarray(0, 129).every(Number.isNaN), 'nothing comes before the first');
      assert.equal((await ask(run('short'), 'lyapunovExponents', { trace, layer: 0, from: 0, to })).length, 0);
      assert.equal((await ask(run('short'), 'largestEigenvalues', { trace, layer: 0, from: 0, to })).length, to);
      assert.ok((await ask(run('short'), 'eigenvalues', { trace, layer: 0, at: to - 1 })).real.every(Number.isFinite));
    }
  });

  it('of one character, and of characters that were never seen, tell a step with its numbers, and what there is of units', async () => {
    const { api, ask } = engine();
    await api.train(verse('tiny', { updates: 5, hidden: 10 }));
    const layer = { layer: 0, direction: 'forward' } as const;
    for (const text of ['t', '¶', '¶€']) {
      const { trace, shape } = await ask(run('tiny'), 'openTrace', { text });
      const to = shape.source.length;
      const step = await ask(run('tiny'), 'traceStep', { trace, ...layer, unit: 0, at: to - 1 });
      assert.deepEqual([step.loss.known, Number.isFinite(step.loss.nats)], [false, true]);
      assert.ok(step.backward.flatMap(({ gradients }) => gradients).every(({ value = 0 }) => Number.isFinite(value)));
      const scores = await ask(run('tiny'), 'unitScores', { trace, part: 'source', activations: 'all', given: [] });
      assert.ok(scores.properties.length === 0 && scores.left.length > 0, 'each with its reason');
      const rank = 8;
      assert.equal((await ask(run('tiny'), 'factorUnits', { trace, part: 'source', ...layer, rank })).length, rank);
      const field = { kind: 'factors', ...layer, rank } as const;
      const { columns, rows, mean } = await ask(run('tiny'), 'traceField', { trace, part: 'source', field, from: 0, to, step: 1 });
      assert.deepEqual([columns, rows, mean?.every((active) => active >= 0)], [to, rank, true]);
      for (const { unit } of await ask(run('tiny'), 'unitsOver', { trace, part: 'source', from: 0, to, threshold: -2 }))
        assert.ok(unit < 10);
      const beyond = ask(run('tiny'), 'traceStep', { trace, ...layer, unit: 0, at: to });
      await assert.rejects(beyond, { name: 'FieldError', message: `There is no unit 0 of layer 0 at character ${to + 1}.` });
    }
  });

  it('asked by two panels at once, each for its own step, memory and factors, answer each what they answer alone', async () => {
    const { api, ask } = engine();
    await api.train(verse('both', { updates: 5, hidden: 10 }));
    const [one, other] = await Promise.all(['the cat sat', 'on the mat, the rat'].map((text) => ask(run('both'), 'openTrace', { text })));
    const layer = { layer: 0, direction: 'forward' } as const;
    const asked = [
      () => ask(run('both'), 'traceStep', { trace: one?.trace ?? '', ...layer, unit: 3, at: 5 }),
      () => ask(run('both'), 'gradientsBack', { trace: other?.trace ?? '', from: 0, to: 10, reach: 4 }),
      () => ask(run('both'), 'traceStep', { trace: other?.trace ?? '', ...layer, unit: 7, at: 12 }),
      () => ask(run('both'), 'factorUnits', { trace: one?.trace ?? '', part: 'source', ...layer, rank: 8 }),
      () => ask(run('both'), 'factorUnits', { trace: other?.trace ?? '', part: 'source', ...layer, rank: 9 }),
    ];
    const together = await Promise.all(asked.map((each) => each()));
    for (const [at, each] of asked.entries()) assert.deepEqual(await each(), together[at]);
    assert.notDeepEqual(together[0], together[2]);
  });

  it('say how far they are while they are opened, and can be cancelled', async () => {
    const { api, ask } = engine();
    await api.train(verse('long', { updates: 5, hidden: 6 }));
    const cancelling = new AbortController();
    const told: number[] = [];
    const text = 'the cat sat on the mat. '.repeat(4_000);
    const opening = ask(
      run('long'),
      'openTrace',
      { text },
      {
        signal: cancelling.signal,
        onProgress: (fraction) => {
          told.push(fraction);
          if (told.length === 2) cancelling.abort();
        },
      },
    );
    await assert.rejects(opening, { name: 'CancelledError' });
    assert.ok(told.length >= 2 && told.every((done, at) => done > (told[at - 1] ?? 0) && done <= 1));
  });

  it('are put away when nobody looks at them for a while', async () => {
    const shelf = new TraceShelf(40);
    const model = {} as Model;
    const { trace } = await shelf.open(model, 'text', read);
    assert.ok(shelf.of(model, trace));
    await setTimeout(150);
    assert.throws(() => shelf.of(model, trace), { name: 'TraceExpiredError' });
    shelf.clear();
  });

  it('of two panels at once are two handles: the same text of a run is read once, and who closes one leaves the other', async () => {
    const shelf = new TraceShelf();
    const [model, another] = [{} as Model, {} as Model];
    const one = await shelf.open(model, { text: 'a' }, read);
    const two = await shelf.open(model, { text: 'a' }, () => assert.fail('it was read twice'));
    const ofAnother = await shelf.open(another, { text: 'a' }, read);
    assert.equal(new Set([one.trace, two.trace, ofAnother.trace]).size, 3);
    const held = shelf.of(model, two.trace);
    assert.notEqual(shelf.of(another, ofAnother.trace), held);
    assert.equal(shelf.close(one.trace), true);
    assert.equal(shelf.of(model, two.trace), held);
    assert.throws(() => shelf.of(model, one.trace), { name: 'TraceExpiredError' });
    assert.throws(() => shelf.of(model, ofAnother.trace), { name: 'TraceExpiredError' }, 'a handle is of one run');
    shelf.clear();
  });

  it('are had at once by who opens the same text again, as long as the same model answers and there is room', async () => {
    const shelf = new TraceShelf();
    const model = {} as Model;
    const first = await shelf.open(model, { text: 'a' }, read);
    const held = shelf.of(model, first.trace);
    assert.equal(shelf.close(first.trace), true);
    assert.throws(() => shelf.of(model, first.trace), { name: 'TraceExpiredError' });
    const again = await shelf.open(model, { text: 'a' }, () => assert.fail('it was read twice'));
    assert.equal(shelf.of(model, again.trace), held);
    assert.notEqual(shelf.of(model, (await shelf.open(model, { text: 'b' }, read)).trace), held);
    const renewed = {} as Model;
    assert.notEqual(shelf.of(renewed, (await shelf.open(renewed, { text: 'a' }, read)).trace), held);
    shelf.close(again.trace);
    for (const text of ['c', 'd', 'e']) await shelf.open(model, { text }, read);
    assert.notEqual(shelf.of(model, (await shelf.open(model, { text: 'a' }, read)).trace), held, 'what is released goes first');
    shelf.clear();
  });
});
