/** What predictions depend on, held against finite differences, against hiding by hand, and where a network is linear against occlusion. */
import assert from 'node:assert/strict';
import { type Model, openTrace, score } from '../../../../src/engine/abilities';
import type { Numbers } from '../../../../src/engine/backend';
import type { Tensor } from '../../../../src/engine/checkpoint/tensor';
import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import type { Connectivity, ConnectivityWanted } from '../../../../src/engine/inspect/connectivity/connectivity';
import { changeableShape } from '../../../../src/engine/inspect/interventions/changeableNetwork';
import { Changes } from '../../../../src/engine/inspect/interventions/changes';
import type { Intervention } from '../../../../src/engine/inspect/interventions/intervention';
import { placesOf } from '../../../../src/engine/inspect/place';
import { traceWhole } from '../../../../src/engine/inspect/traceWhole';
import { taskOf } from '../../../../src/engine/tasks/tasks';
import { modelOf, NAMES, REVERSALS, rowsOf, VERSE } from '../../tasks/modelOf';
import { running } from '../../trainOnce';

const connect = async (model: Model, text: string, wanted: ConnectivityWanted, options = {}): Promise<Connectivity> =>
  (await openTrace(model, text, running, options)).connectivity(wanted, running);
const near = (got: number, wanted: number, within: number, where: string) =>
  assert.ok(Math.abs(got - wanted) <= within * (1 + Math.abs(wanted)), `${where}: ${got}, not ${wanted}`);

/** The same network with other weights; nothing that was compiled for it is used again. */
const withWeights = (model: Model, weights: Model['weights']): Model => ({ ...model, weights, keep: (_, open) => open() });

/** Where a character's vector lies: its column of each input matrix of the lowest layer, (H, V), or its row of the embedding, (V, E). */
function vectorOf(model: Model, character: string, read: (name: string) => boolean = () => true): { name: string; at: number }[] {
  const token = model.vocabulary.characters.indexOf(character);
  const { vocabulary, embedding } = model.shape;
  return [...model.weights].flatMap(([name, { data, shape }]) => {
    if (!read(name)) return [];
    if (name.endsWith('embedding.weight') && !name.includes('decoder'))
      return Array.from({ length: embedding }, (_, e) => ({ name, at: token * embedding + e }));
    if (embedding > 0 || name.includes('decoder') || !/layers\.0\.W_x/.test(name) || shape[1] !== vocabulary) return [];
    return Array.from({ length: data.length / vocabulary }, (_, row) => ({ name, at: row * vocabulary + token }));
  });
}

function changed(
  model: Model,
  places: readonly { name: string; at: number }[],
  change: (value: number, place: { name: string; at: number }) => number,
): Model {
  const weights = new Map<string, Tensor>(
    [...model.weights].map(([name, tensor]) => [name, { ...tensor, data: Float64Array.from(tensor.data) } as unknown as Tensor]),
  );
  for (const place of places) {
    const { data } = weights.get(place.name) as { data: { [at: number]: number } };
    data[place.at] = change(data[place.at] as number, place);
  }
  return withWeights(model, weights);
}

/** Of the vector's element, over all symbols. */
function average(model: Model, { name, at }: { name: string; at: number }): number {
  const { vocabulary, embedding } = model.shape;
  const { data } = model.weights.get(name) as Tensor;
  const of = Array.from({ length: vocabulary }, (_, token) =>
    name.endsWith('embedding.weight') ? data[token * embedding + (at % embedding)] : data[at - (at % vocabulary) + token],
  );
  return of.reduce((sum: number, each) => sum + (each as number), 0) / vocabulary;
}

/** On a text in which no character comes twice, so that to change its vector is to change it in that place. */
async function holds(
  model: Model,
  text: string,
  wanted: ConnectivityWanted,
  options = {},
  interventions?: readonly Intervention[],
): Promise<void> {
  const plain = await openTrace(model, text, running, options);
  const trace = interventions ? await plain.changed(interventions, running) : plain;
  const found = await trace.connectivity({ ...wanted, occlusion: true }, running);
  const reading = await taskOf(model.experiment).reading(model, text, options, running);
  // A tagger of texts in batches has a mask.
  const feed = model.experiment.task === 'tag' ? { ...reading.feed, mask: new Float32Array(text.length).fill(1) } : reading.feed;
  const lengths = { source: feed.tokens?.length ?? 0, target: feed['decoder.tokens']?.length };
  const begun = { source: {} };
  const put = interventions && new Changes(interventions, placesOf(changeableShape(model.shape)), lengths, begun, new Map());
  const changes = put && { ...put.feed(0, lengths.source), ...put.feed(0, lengths.target ?? 0, 'target') };
  const symbols = [found.symbol, ...(wanted.against === undefined ? [] : [wanted.against])].map((symbol) => model.targets.indexOf(symbol));
  const value = async (other: Model) => {
    const { logits } = await traceWhole(other, feed, changes);
    const told = logits[reading.tells === 'end' ? 0 : wanted.at] as Numbers;
    return symbols.reduce((sum, symbol, index) => sum + (index === 0 ? 1 : -1) * (told[symbol] as number), 0);
  };
  near(await value(model), found.logit, 1e-6, 'value');
  for (const [column, character] of [...text].entries()) {
    if (column - found.from >= found.norms.length) break;
    const places = vectorOf(model, character);
    assert.ok(places.length > 0);
    let squares = 0;
    let effect = 0;
    for (const place of places) {
      const at = (step: number) => value(changed(model, [place], (of) => of + step));
      const slope = ((await at(1e-5)) - (await at(-1e-5))) / 2e-5;
      squares += slope ** 2;
      effect += slope * (((model.weights.get(place.name) as Tensor).data[place.at] as number) - average(model, place));
    }
    near(found.norms[column] as number, Math.sqrt(squares), 1e-5, `gradient at ${character}`);
    near(found.shares[column] as number, effect, 1e-5, `effect of ${character}`);
    const hidden = await value(changed(model, places, (_, place) => average(model, place)));
    near(found.occluded?.[column] as number, found.logit - hidden, 1e-5, `occlusion of ${character}`);
  }
}

describe('what a prediction depends on', function () {
  this.timeout(120_000);

  it('is as finite differences and hiding by hand have it, of any cell and task', async () => {
    const deep: ExperimentOptions = { cell: 'lstm', hidden: 3, layers: 2, embedding: 3 };
    const small: ExperimentOptions = { hidden: 3, layers: 1, bidirectional: 'no' };
    await holds(await modelOf({ hidden: 3 }, VERSE), 'The ca', { at: 3, against: ' ' });
    await holds(await modelOf(deep, VERSE), 'The ca', { at: 5, symbol: 't' });
    await holds(await modelOf({ task: 'infill', hidden: 3 }, VERSE), 'The c', { at: 2, against: 'a' });
    await holds(await modelOf({ ...small, task: 'classify', bidirectional: 'concat' }, NAMES), 'ivo', { at: 3, against: 'German' });
    await holds(await modelOf({ ...small, task: 'tag' }, rowsOf(['abc', 'xyz'], ['cab', 'zxy'])), 'abc', { at: 1 });
    await holds(await modelOf({ ...small, task: 'translate' }, REVERSALS), 'abc', { at: 1 }, { target: 'cb' });
  });

  it('of a network in which something is changed it is what that one depends on', async () => {
    const small: ExperimentOptions = { hidden: 3, layers: 1, bidirectional: 'no' };
    const clamp = { kind: 'clamp', layer: 0, direction: 'forward', name: 'z', unit: 1, from: 1, to: 3, value: 0.9 } as const;
    const freeze = { kind: 'freeze', layer: 0, direction: 'forward', name: 'h', unit: 2, from: 1 } as const;
    const backwards = { ...freeze, direction: 'backward', from: 0, to: 2 } as const;
    await holds(await modelOf({ hidden: 3 }, VERSE), 'The ca', { at: 4, against: ' ' }, {}, [clamp, freeze]);
    await holds(await modelOf({ task: 'infill', hidden: 3 }, VERSE), 'The c', { at: 2 }, {}, [clamp, backwards]);
    const classifier = await modelOf({ ...small, task: 'classify', bidirectional: 'concat' }, NAMES);
    await holds(classifier, 'ivo', { at: 3, against: 'German' }, {}, [clamp, backwards]);
    const translator = await modelOf({ ...small, task: 'translate' }, REVERSALS);
    await holds(translator, 'abc', { at: 1 }, { target: 'cb' }, [freeze, { ...clamp, part: 'target', name: 'h' }]);
    // Nothing gets past a state that is held everywhere.
    const model = await modelOf({}, VERSE);
    const cut = await (await openTrace(model, 'The cat sat', running)).changed(
      [{ ...clamp, name: 'h', unit: undefined, from: 5, to: 6 }],
      running,
    );
    const { shares } = await cut.connectivity({ at: 9 }, running);
    assert.ok(shares.slice(0, 6).every((share) => share === 0) && shares.slice(6).every((share) => share !== 0));
    for (const one of [classifier, translator, model]) one.dispose();
  });

  it('begins a text of a label at what was learned of the label, and takes in the boundary', async () => {
    const model = await modelOf({ task: 'generate-from-label' }, rowsOf(['anna', 'German'], ['otto', 'German'], ['ivan', 'Russian']));
    const [german, russian] = await Promise.all(
      ['German', 'Russian'].map((label) => connect(model, 'ann', { at: 3, symbol: 'a', occlusion: true }, { label })),
    );
    assert.deepEqual([german?.from, german?.norms.length, german?.occluded?.length], [0, 4, 4]);
    assert.notEqual(german?.logit, russian?.logit);
  });

  it('is what occlusion says where the network is linear, also of characters that come again', async () => {
    const cell = "cell linear\nstate h\n\nh' = W_xh x + W_hh h + b_h\n";
    const model = await modelOf({ cell: 'linear', cellSource: cell, hidden: 4 }, VERSE);
    const { shares: effect, occluded: occlusion } = await connect(model, 'The cat sat', { at: 10, against: 'e', occlusion: true });
    assert.equal(effect.length, 11);
    for (const [column, each] of effect.entries()) near(occlusion?.[column] as number, each, 1e-5, `character ${column}`);
    assert.ok(Math.max(...effect) > 0.01);
  });

  it('keeps one graph of each kind, however many windows were looked at', async () => {
    const model = await modelOf({}, VERSE);
    let [held, most] = [0, 0];
    const compile: Model['backend']['compile'] = async (graph) => {
      const executable = await model.backend.compile(graph);
      const dispose = executable.dispose.bind(executable);
      most = Math.max(most, ++held);
      executable.dispose = () => {
        held--;
        dispose();
      };
      return executable;
    };
    const counted: Model = { ...model, backend: { ...model.backend, compile } };
    const trace = await openTrace(counted, VERSE, running);
    const before = held;
    most = held;
    const places = [10, 70, 130, 200, 300, 10, 200];
    const shares = await Promise.all(places.map(async (at) => (await trace.connectivity({ at, occlusion: true }, running)).shares));
    assert.deepEqual([shares[0], shares[3]], [shares[5], shares[6]]);
    assert.ok(most - before <= 2, `${most - before} at once`);
    model.dispose();
    await new Promise(setImmediate);
    assert.equal(held, 0, 'all are let go with the model');
  });

  it('asks for the difference of two logits, of the symbol that stands there, within the last windows of a text', async () => {
    const model = await modelOf({}, VERSE);
    const trace = await openTrace(model, VERSE, running);
    const at = 300;
    const [t, e, both] = await Promise.all(
      [{ symbol: 't' }, { symbol: 'e' }, { symbol: 't', against: 'e' }].map((wanted) => trace.connectivity({ at, ...wanted }, running)),
    );
    near(both?.logit as number, (t?.logit as number) - (e?.logit as number), 1e-6, 'contrast');
    for (const [column, each] of (both?.shares ?? []).entries())
      near(each, (t?.shares[column] as number) - (e?.shares[column] as number), 1e-5, `character ${column}`);
    assert.deepEqual([both?.from, both?.shares.length], [64, at + 1 - 64]);
    assert.equal((await trace.connectivity({ at }, running)).symbol, VERSE[at + 1]);
    const told = trace.predictions('source', at, at + 1)[0] ?? [];
    const [first, second] = told;
    const { logit: value } = await trace.connectivity({ at, symbol: first?.symbol, against: second?.symbol }, running);
    near(value, Math.log((first?.probability as number) / (second?.probability as number)), 1e-6, 'from where the window begins');
    await assert.rejects(trace.connectivity({ at, symbol: 'ß' }, running), { name: 'FieldError' });
    await assert.rejects(trace.connectivity({ at: VERSE.length }, running), { name: 'FieldError' });
    await assert.rejects(trace.connectivity({ at, occlusion: true }, { stop: { aborted: true } }), { name: 'CancelledError' });
  });

  it('comes with the likeliest words: those with the most probability of all, to their end', async () => {
    const model = await modelOf({ hidden: 5 }, 'ab a b ba ab b a. '.repeat(40));
    const text = `${'ab b. '.repeat(12)}a`;
    const trace = await openTrace(model, text, running);
    const found = await trace.words(text.length - 1, running);
    const probabilityOf = async (letters: string) => {
      const nats = async (more: string) => (await score(model, text + more, running)).nats;
      const begun = await nats('');
      return Math.exp(begun - (await nats(`${letters} `))) + Math.exp(begun - (await nats(`${letters}.`)));
    };
    const all: { word: string; probability: number }[] = [];
    for (let length = 0, words = ['']; length <= 4; length++, words = words.flatMap((word) => [`${word}a`, `${word}b`]))
      for (const word of words) all.push({ word, probability: await probabilityOf(word) });
    all.sort((a, b) => b.probability - a.probability);
    assert.deepEqual(
      found.slice(0, 5).map(({ rest }) => rest),
      all.slice(0, 5).map(({ word }) => word),
    );
    assert.deepEqual(
      found.map(({ word }) => word),
      found.map(({ rest }) => `a${rest}`), // the text ends with an a after a space
    );
    for (const [rank, { probability }] of found.slice(0, 5).entries())
      near(probability, all[rank]?.probability as number, 1e-9, `word ${rank}`);
    const names = await openTrace(await modelOf({ task: 'classify' }, NAMES), 'ivo', running);
    await assert.rejects(names.words(1, running), { name: 'FieldError' });
  });
});
