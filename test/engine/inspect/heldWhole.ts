/** Changed traces held against the forward pass by hand (`wholePass`): every value of both texts, and what is told. */
import assert from 'node:assert/strict';
import type { Model } from '../../../src/engine/abilities';
import type { Intervention } from '../../../src/engine/inspect/interventions/intervention';
import type { OpenTrace } from '../../../src/engine/inspect/openTrace';
import type { Part } from '../../../src/engine/inspect/traceShape';
import { running } from '../trainOnce';
import { type PutWhole, wholePass } from './wholePass';

export async function held(
  model: Model,
  plain: OpenTrace,
  interventions: readonly Intervention[],
  source: readonly number[],
  target: readonly number[],
  put: PutWhole,
  after?: readonly number[],
): Promise<void> {
  const expected = wholePass(model, source, target, put, after);
  const changed = await plain.changed(interventions, running);
  const actual = await everything(changed);
  const right = [...expected.values.source, ...expected.values.target];
  right.forEach((values, which) => {
    assert.equal(actual.values[which]?.length, values.length);
    values.forEach((value, at) => near(actual.values[which]?.[at] as number, value));
  });
  assert.notDeepEqual(actual.values, (await everything(plain)).values);
  const told = expected.logits.map((logits) => {
    const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
    return powers.map((power) => power / powers.reduce((sum, each) => sum + each, 0));
  });
  const names = [...model.targets, ''];
  told.forEach((probabilities, t) => {
    const alternatives = changed.answers ?? changed.predictions(target.length > 0 ? 'target' : 'source', t, t + 1)[0] ?? [];
    assert.ok(alternatives.length > 1);
    for (const { symbol, probability } of alternatives) near(probability, probabilities[names.indexOf(symbol)] as number);
  });
  if (target.length === 0) return; // of a classifier and a tagger of rows no loss is known
  const { total, after: rest } = plain.lossChange(changed);
  assert.equal(total.characters, target.length);
  const nats = (probabilities: readonly number[], t: number) => -Math.log(probabilities[target[t + 1] ?? model.targets.length] as number);
  near(
    total.changed,
    told.reduce((sum, probabilities, t) => sum + nats(probabilities, t), 0),
    1e-4,
  );
  if (interventions.some(({ part }) => part !== 'target')) assert.equal(rest.characters, 0);
}

const near = (actual: number, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} instead of ${expected}`);

/** A gate of one unit clamped, a state shifted and then clamped, a gate frozen: in layer 0, 1 and 0. */
export function cases(part: Part, direction: 'forward' | 'backward', length: number): [Intervention[], PutWhole][] {
  const where = { part, direction, layer: 0 } as const;
  const here: (at: Parameters<PutWhole>[0], layer: number) => boolean = (at, layer) =>
    at.part === part && at.direction === direction && at.layer === layer;
  const first = direction === 'forward' ? 1 : length - 1;
  let kept: number[] = [];
  return [
    [
      [{ kind: 'clamp', ...where, name: 'i', unit: 2, from: 1, to: 3, value: 0.7 }],
      (at, name, value) => (here(at, 0) && name === 'i' && at.t >= 1 && at.t < 3 ? value.map((a, u) => (u === 2 ? 0.7 : a)) : value),
    ],
    [
      [
        { kind: 'add', ...where, layer: 1, name: 'c', unit: 1, from: 1, value: -0.4 },
        { kind: 'clamp', ...where, layer: 1, name: 'c', from: 2, to: 3, value: 0.2 },
      ],
      (at, name, value) => {
        if (!here(at, 1) || name !== "c'" || at.t < 1) return value;
        return at.t === 2 ? value.map(() => 0.2) : value.map((a, u) => (u === 1 ? a - 0.4 : a));
      },
    ],
    [
      [{ kind: 'freeze', ...where, name: 'o', from: 1 }],
      (at, name, value) => {
        if (!here(at, 0) || name !== 'o' || at.t < 1) return value;
        if (at.t === first) kept = value;
        return kept;
      },
    ],
  ];
}

/** All activations of both texts, and the surprise of the one whose is told. */
export async function everything(trace: OpenTrace): Promise<{ values: number[][]; surprise: number[]; alignment: number[] }> {
  const values: number[][] = [];
  for (const part of ['source', 'target'] as const) {
    const shape = trace.shape[part];
    for (const { layer, direction, activations } of shape?.layers ?? [])
      for (const { name } of activations) values.push(await told(trace, part, { kind: 'activation', layer, direction, name }));
  }
  const surprise = await told(trace, trace.shape.target ? 'target' : 'source', { kind: 'surprise' });
  return { values, surprise, alignment: trace.shape.aligned ? await told(trace, 'target', { kind: 'alignment' }) : [] };
}

async function told(trace: OpenTrace, part: Part, field: Parameters<OpenTrace['field']>[0]['field']): Promise<number[]> {
  const length = trace.shape[part]?.length ?? 0;
  return [...((await trace.field({ part, from: 0, to: length, step: 1, field }, running)).mean as Float32Array)];
}
