/** What a model writes after a text, or of it, that it read with or without changes; one that lasts to the end goes on in what is written. */
import type { Feed, Numbers } from '../../backend';
import type { GraphBuilder } from '../../graph/graphBuilder';
import { BOUNDARY } from '../../infer/alternatives';
import { drawText } from '../../infer/continueText';
import type { Following } from '../../interruption';
import type { Model } from '../../model/model';
import type { Continuation, GenerationOptions } from '../../results';
import { taskOf } from '../../tasks/tasks';
import { CHUNK, ChunkReader, stateName } from '../chunkReader';
import { shownActivations } from '../place';
import type { Traced } from '../readings';
import { keptIn } from './changeableCell';
import { changeableShape, givenInputs, unchanged } from './changeableNetwork';
import { InterventionError } from './intervention';

export type Drawing = Omit<GenerationOptions, 'prompt' | 'label'>;

/** Continuation k is drawn with seed + k; a translator writes one translation, of the likeliest character at each step. @throws InterventionError where the model does not write on, CancelledError */
export async function continueTrace(
  model: Model,
  traced: Traced,
  { count, seed, ...how }: Drawing,
  following: Following,
): Promise<Continuation[]> {
  if (traced.target) return [await translated(model, traced, following, seed)];
  const { chunks, changes, source, reading } = traced;
  if (!chunks || model.shape.architecture.stepping === undefined)
    throw new InterventionError('This model does not write texts on, one character after another.');
  if (source.table.length === 0) throw new InterventionError('There is no text to write on from: give one of a character or more.');
  const reader = await model.keep('changeable step reader', () => ChunkReader.open(model, { steps: 1, changeable: true }));
  const { length } = source.table;
  const row = (length - 1) % CHUNK;
  const last = await chunks.chunk(Math.floor((length - 1) / CHUNK));
  const { targets, hidden } = model.shape;
  const reached = Object.fromEntries(
    source.table.places.flatMap((place, index) =>
      shownActivations(place.cell).map((shown, which) => {
        const values = last.activations[index]?.[which] as Numbers;
        return [stateName(place, keptIn(shown)), values.slice(row * hidden, (row + 1) * hidden)] as const;
      }),
    ),
  );
  const continuations: Continuation[] = [];
  for (let k = 0; k < count; k++) {
    let [states, t]: [Feed, number] = [reached, length];
    const step = async (symbol: number) => {
      const { logits, left } = await reader.read({ tokens: Float32Array.of(symbol) }, states, changes?.feed(t, 1));
      [states, t] = [left, t + 1];
      return logits;
    };
    const told = (fraction: number) => following.progress?.((k + fraction) / count);
    const warm = last.logits.slice(row * targets, (row + 1) * targets);
    const characters = await drawText(
      step,
      model.vocabulary,
      warm,
      { ...how, seed: seed + k, after: reading.text },
      { stop: following.stop, progress: told },
    );
    continuations.push({ seed: seed + k, text: characters.map(({ character }) => character).join(''), characters });
  }
  return continuations;
}

async function translated(model: Model, { reading, changes }: Traced, following: Following, seed: number): Promise<Continuation> {
  const shape = changes && changeableShape(model.shape);
  const changed = changes &&
    shape && {
      shape,
      given: (builder: GraphBuilder) => givenInputs(builder, shape),
      encoder: (steps: number) => ({ ...unchanged(shape, () => steps, 'encoder'), ...changes.feed(0, steps) }),
      decoder: (t: number) => ({ ...unchanged(shape, () => 1, 'decoder'), ...changes.feed(t, 1, 'target') }),
    };
  const { translate } = taskOf(model.experiment).abilities;
  const [translation] = (await translate?.(model, [reading.text], { beam: 1, lengthPenalty: 0 }, following, changed)) ?? [];
  const { text = '', characters = [] } = translation?.hypotheses[0] ?? {};
  return { seed, text, characters: characters.filter(({ character }) => character !== BOUNDARY) };
}
