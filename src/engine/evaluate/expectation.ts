/** How much each character or word of a text surprises a model: by this two models are held against each other. */
import { openTrace } from '../inspect/openTrace';
import type { Following } from '../interruption';
import type { Model } from '../model/model';
import { requireTask } from '../tasks/taskError';
import { taskOf } from '../tasks/tasks';
import { type Form, inForm } from '../text/form';
import type { Units } from '../text/units';

export interface Expectation extends Form {
  /** What each unit is predicted from: what stands before it, or on both sides of it. */
  readonly given: 'before' | 'both sides';
  readonly units: Units;
  /** −log₂ p at each unit of the text in the form that the model reads; NaN where nothing was predicted. */
  readonly bits: Float64Array;
  /** Which of the units the model does not know. */
  readonly unknownAt: Uint32Array;
}

/**
 * Of a model that predicts each character: from what stands before it, or, one that fills gaps, also from what stands behind it.
 * @throws TaskError of one that does neither; CancelledError
 */
export async function expectationOf(model: Model, given: string, following: Following): Promise<Expectation> {
  const { task, units, lineEnds, normalization } = model.experiment;
  requireTask(task, ({ abilities }) => 'score' in abilities || 'fill' in abilities);
  const text = inForm(given, model.experiment);
  const { score } = taskOf(model.experiment).abilities;
  const { tokens, unknownAt } = model.vocabulary.encode(text);
  const bits = new Float64Array(tokens.length).fill(Number.NaN);
  if (score) {
    const { perCharacter } = await score(model, text, following);
    perCharacter.forEach(({ nats }, at) => {
      bits[at + 1] = nats / Math.LN2;
    });
  } else if (tokens.length > 0) {
    const trace = await openTrace(model, text, following);
    const { boundary, length } = trace.shape.source;
    const told = await trace.field({ part: 'source', field: { kind: 'surprise' }, from: 0, to: length, step: 1 }, following);
    const lead = boundary === 'before' ? 1 : 0;
    bits.forEach((_, at) => {
      bits[at] = told.mean?.[lead + at] ?? Number.NaN;
    });
  }
  return { given: score ? 'before' : 'both sides', units, lineEnds, normalization, bits, unknownAt: Uint32Array.from(unknownAt) };
}
