/** Fillings against the network as it is trained: a forward and a backward stack over the whole text in one graph. */
import assert from 'node:assert/strict';
import { fill, type Model, trace } from '../../../src/engine/abilities';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { surprise } from '../../../src/engine/infer/distribution';
import { carrySlots } from '../../../src/engine/model/carriedStack';
import { forward } from '../../../src/engine/model/network';
import { parameterSlots } from '../../../src/engine/model/parameterSlots';
import { toSlots } from '../../../src/engine/model/parameters';
import { running } from '../trainOnce';
import { modelOf, VERSE } from './modelOf';

const gaps: readonly (readonly [string, string])[] = [
  ['The cat sat', 'n the mat.'],
  ['', 'he cat'],
  ['The ca', ''],
  ['', ''],
  ['T', 'e'],
];
const networks: readonly (readonly [string, ExperimentOptions])[] = [
  ['side by side', { bidirectional: 'concat' }],
  ['added', { bidirectional: 'sum', layers: 2, cell: 'lstm, gru' }],
];

describe('fill', function () {
  this.timeout(60_000);

  for (const [name, options] of networks)
    it(`says of its fillings what the network says of them, wherever the gap is (${name})`, async () => {
      const model = await modelOf({ task: 'infill', sideHeads: false, ...options }, VERSE);
      for (const [before, after] of gaps) {
        const { fillings } = await fill(model, before, after, { shortest: 1, longest: 3, count: 4 }, running);
        assert.equal(fillings.length, 4);
        assert.equal(new Set(fillings.map(({ text }) => text)).size, 4);
        for (const [index, { text, nats, characters }] of fillings.entries()) {
          assert.ok(index === 0 || nats >= (fillings[index - 1]?.nats as number));
          assert.equal(characters.map(({ character }) => character).join(''), text);
          const { surprise } = await trace(model, `${before}${text}${after}`, running);
          const first = Math.max(0, before.length - 1);
          const scored = surprise.subarray(first, before.length + text.length + 1);
          close(nats, (scored.reduce((sum, bits) => sum + bits, 0) * Math.LN2) / scored.length);
          characters.forEach(({ probability }, t) => {
            close(-Math.log2(probability), surprise[before.length + t] as number);
          });
        }
      }
      model.dispose();
    });

  for (const [name, options, learned, edge] of [
    [...(networks[0] as (typeof networks)[0]), VERSE, undefined],
    [...(networks[1] as (typeof networks)[1]), VERSE, undefined],
    ['of lines', {}, VERSE.replaceAll('! ', '!\n'), '\n'],
  ] as const)
    it(`ranks by the joint probability of a filling and what lies around it, as each direction learned it (${name})`, async () => {
      const model = await modelOf({ task: 'infill', ...options }, learned);
      for (const [before, after] of gaps) {
        const { fillings, weighed = 0 } = await fill(model, before, after, { shortest: 0, longest: 3, count: 5 }, running);
        assert.equal(fillings.length, 5);
        assert.ok(fillings.reduce((sum, { share = 0 }) => sum + share, 0) <= 1 + 1e-12 && weighed > 5);
        for (const [index, { text, nats, share = 0, characters }] of fillings.entries()) {
          assert.ok(index === 0 || nats >= (fillings[index - 1]?.nats as number));
          close(share / (fillings[0]?.share as number), Math.exp((fillings[0]?.nats as number) - nats));
          assert.equal(characters.map(({ character }) => character).join(''), text);
          const whole = `${before}${text}${after}`;
          const [forwards, backwards] = await sideSurprises(model, whole, edge);
          const gapEnd = before.length + text.length;
          const told = total(forwards.slice(before.length, gapEnd + 12)) + total(backwards.slice(Math.max(0, before.length - 12), gapEnd));
          close(nats, told / 2);
        }
      }
      model.dispose();
    });

  it('finds what was taken out of a text that it knows', async () => {
    const model = await modelOf({ task: 'infill', hidden: 24, updates: 200, learningRate: 0.02, initializer: 'uniform' }, VERSE);
    const filled = async (before: string, after: string, shortest: number, longest = shortest) =>
      (await fill(model, before, after, { shortest, longest, count: 1 }, running)).fillings[0]?.text;
    assert.equal(await filled('The cat s', 't on the mat. The rat', 1), 'a');
    assert.equal(await filled('the mat. The ', ', too, sat on', 3), 'rat');
    assert.equal(await filled('The cat sat on ', ' mat. The rat, too,', 1, 5), 'the');
    model.dispose();
  });

  it('refuses lengths that are none, and says what a model of another task does', async () => {
    const model = await modelOf({ task: 'infill' }, VERSE);
    await assert.rejects(fill(model, 'a', 'b', { shortest: 3, longest: 2, count: 1 }, running), { name: 'GapError', message: /3 to 2/ });
    assert.deepEqual((await fill(model, 'ß', '', { shortest: 1, longest: 1, count: 1 }, running)).unknown, ['ß']);
    model.dispose();
    const other = await modelOf({}, VERSE);
    await assert.rejects(fill(other, 'a', 'b', { shortest: 1, longest: 1, count: 1 }, running), {
      name: 'TaskError',
      message: /^This run continues texts\. .*infill/,
    });
    other.dispose();
  });
});

/** −log p of each symbol as each direction's own head tells it, in the graph that is trained, over the whole text. @param edge what stands beyond its ends: by default the boundary */
async function sideSurprises({ shape, weights, backend, vocabulary }: Model, text: string, edge?: string): Promise<[number[], number[]]> {
  const beyond = edge === undefined ? vocabulary.boundary : vocabulary.characters.indexOf(edge);
  if (text === '') return [[], []];
  const { tokens } = vocabulary.encode(text);
  const builder = new GraphBuilder();
  const { sides } = forward(builder, shape, { batch: 1, window: tokens.length }, { sides: true });
  sides.forEach((side, index) => {
    builder.output(String(index), side);
  });
  const executable = await backend.compile(builder.build());
  executable.write(toSlots(parameterSlots(shape), weights));
  executable.write(Object.fromEntries(carrySlots(shape).map((name) => [name, new Float64Array(shape.hidden)])));
  const [outputs = {}] = await executable.run([
    {
      tokens: Float64Array.from([beyond, ...tokens].slice(0, -1)),
      after: Float64Array.from([...tokens.slice(1), beyond]),
    },
  ]);
  executable.dispose();
  const surprises = (side: string) =>
    [...tokens].map((token, t) => surprise(outputs[side]?.slice(t * shape.targets, (t + 1) * shape.targets) as Float64Array, token));
  return [surprises('0'), surprises('1')];
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function close(a: number, b: number): void {
  assert.ok(Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);
}
