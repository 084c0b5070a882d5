/** A trace told in full: every field at every character, for who wants to have it all (the command line, a table on disk). */

import type { Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { Trace, TracedLayer, TracedText } from '../results';
import type { TraceOptions } from '../tasks/task';
import { columnsOf } from '../text/units';
import { type OpenTrace, openTrace } from './openTrace';
import type { Block, Field, Part, TextShape } from './traceShape';

/** @throws SentenceError, LabelError, CancelledError */
export async function trace(model: Model, text: string, interruption: Interruption, options: TraceOptions = {}): Promise<Trace> {
  const opened = await openTrace(model, text, interruption, options);
  const { cell, unknown, source, target, aligned } = opened.shape;
  return {
    ...(await inFull(opened, 'source', source, interruption)),
    cell,
    unknown,
    ...(target && { target: await inFull(opened, 'target', target, interruption) }),
    ...(target && aligned && { alignment: await whole(opened, 'target', target.length, { kind: 'alignment' }, interruption) }),
  };
}

async function inFull(opened: OpenTrace, part: Part, shape: TextShape, interruption: Interruption): Promise<TracedText> {
  const { length } = shape;
  const layers: TracedLayer[] = [];
  for (const { layer, direction, units, order, activations } of length === 0 ? [] : shape.layers) {
    const told = [];
    for (const { name, equation, range } of activations) {
      const values = await whole(opened, part, length, { kind: 'activation', layer, direction, name }, interruption);
      told.push({ name, equation, range, values });
    }
    layers.push({ layer, direction, units, activations: told, order });
  }
  return {
    characters: columnsOf(shape),
    surprise: await whole(opened, part, length, { kind: 'surprise' }, interruption),
    predictions: opened.predictions(part, 0, length),
    layers,
  };
}

/** Columns asked for at a time. */
const STRETCH = 4096;

async function whole(opened: OpenTrace, part: Part, length: number, field: Field, interruption: Interruption): Promise<Float32Array> {
  const blocks: Block[] = [];
  for (let from = 0; from < length; from += STRETCH)
    blocks.push(await opened.field({ part, from, to: from + STRETCH, step: 1, planes: ['mean'], field }, interruption));
  const values = new Float32Array(length * (blocks[0]?.rows ?? 0));
  for (const { from, rows, mean } of blocks) values.set(mean as Float32Array, from * rows);
  return values;
}
