/** A trace is a handle: it says what can be asked of it, and answers in stretches, when they are looked at. */

import { alternatives } from '../infer/alternatives';
import { softmax } from '../infer/distribution';
import type { Following, Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { Alternative, Continuation, NgramsOfText } from '../results';
import type { TraceOptions } from '../tasks/task';
import { inForm } from '../text/form';
import { unitWords } from '../text/units';
import type { Room } from './activationTable';
import { type Connectivity, type ConnectivityWanted, connect } from './connectivity/connectivity';
import { type LikelyWord, likelyWords } from './connectivity/likelyWords';
import { askField, FieldError, ngramsOf } from './fields';
import { type Asked, readChanged } from './interventions/changedTrace';
import { continueTrace, type Drawing } from './interventions/continueTrace';
import type { Intervention } from './interventions/intervention';
import { answersLoss, type LossChange, lossChange } from './interventions/lossChange';
import { Memory } from './memory/memory';
import { cellNames } from './place';
import { read, type Traced } from './readings';
import { stepEquations } from './step/stepEquations';
import type { StepWanted, UnrolledStep } from './step/unrolledStep';
import type { TracedPart } from './tracedPart';
import type { Block, FieldRequest, Part, TraceShape, UnitAt } from './traceShape';
import { type FactorUnit, factorOrder, unitsOfFactor } from './units/factors';
import { type SpanWanted, unitsOver } from './units/matchUnits';
import { type ScoresWanted, scoreUnits, type UnitScores } from './units/scoreUnits';

/**
 * Reads a text, in the form that the model reads. Afterwards the trace keeps within `ROOM` whatever its length, beside some 70 bytes and 1/64 of the states for
 * each character; it lives as long as the model, which it reads with again.
 * @throws SentenceError, LabelError, CancelledError
 */
export async function openTrace(
  model: Model,
  given: string,
  following: Following,
  said: TraceOptions = {},
  { room, expected }: { readonly room?: Room | undefined; readonly expected?: Expected | undefined } = {},
): Promise<OpenTrace> {
  const text = inForm(given, model.experiment);
  const formed = Object.entries(said).map(([name, value]) => [name, value && inForm(value, model.experiment)] as const);
  const options: TraceOptions = Object.fromEntries(formed);
  const traced = await read(model, text, options, following, room);
  const { target } = traced.reading;
  const asked = { text, options: target === undefined ? options : { ...options, target } };
  return new OpenTrace(model, asked, expected ? { ...traced, ngrams: heldAgainst(traced.source.surprise, expected) } : traced);
}

/** What n-grams expect of the text, to hold the network against. */
export type Expected = (interruption: Interruption) => Promise<NgramsOfText & { readonly nats: Float64Array }>;

/** Found when it is first asked for, and then kept. */
function heldAgainst(surprise: Float32Array, expected: Expected): NonNullable<Traced['ngrams']> {
  let found: (NgramsOfText & { readonly advantage: Float32Array }) | undefined;
  return async (interruption) => {
    if (!found) {
      const { nats, ...ngrams } = await expected(interruption);
      found = { ...ngrams, advantage: surprise.map((bits, t) => (nats[t] as number) / Math.LN2 - bits) };
    }
    return found;
  };
}

type LayerOfText = Pick<UnitAt, 'layer' | 'direction'> & { readonly part: Part };

export class OpenTrace {
  readonly shape: TraceShape;

  /** What the network remembers of the text. */
  readonly memory: Memory;

  constructor(
    private readonly model: Model,
    private readonly asked: Asked,
    private readonly traced: Traced,
  ) {
    const { source, target, alignment, unknown, ngrams } = traced;
    this.memory = new Memory(model, traced);
    this.shape = {
      cell: cellNames(model.shape.cells),
      unknown,
      source: source.shape(),
      ...(target && { target: target.shape() }),
      aligned: alignment !== undefined,
      compared: ngrams !== undefined,
      kept: Math.max(source.table.kept, target?.table.kept ?? 1),
    };
  }

  /** @throws FieldError for a field that is not there or a range outside of the text, CancelledError */
  field(request: FieldRequest, following: Following): Promise<Block> {
    return askField(this.traced, request, following);
  }

  /** The n-grams that the text is held against. @throws FieldError where there are none, and what keeps them from being counted; CancelledError */
  async ngrams(interruption: Interruption): Promise<NgramsOfText> {
    const { advantage: _, ...ngrams } = await ngramsOf(this.traced, interruption);
    return ngrams;
  }

  /** What each unit knows of the text. @throws FieldError, PropertyError, CancelledError */
  async unitScores(wanted: ScoresWanted, following: Following): Promise<UnitScores> {
    const text = this.#text(wanted.part);
    return await scoreUnits(text.table, text, wanted, following);
  }

  /** The units of a layer by the factors of what they do. @throws FieldError, CancelledError */
  async factorOrder({ rank, ...layer }: LayerOfText & { readonly rank: number }, following: Following): Promise<Uint32Array> {
    const { table, place } = this.#layer(layer);
    return factorOrder(await table.factors(place, rank, following));
  }

  /** The units of each factor of a layer, the strongest factor first; how active they are is a field. @throws FieldError, CancelledError */
  async factorUnits({ rank, ...layer }: LayerOfText & { readonly rank: number }, following: Following): Promise<FactorUnit[][]> {
    const { table, place } = this.#layer(layer);
    const fitted = await table.factors(place, rank, following);
    return Array.from({ length: fitted.rank }, (_, factor) => unitsOfFactor(fitted, factor));
  }

  /** The units that are on over a span of the text and off around it. @throws FieldError, CancelledError */
  async unitsOver({ part, ...span }: SpanWanted & { readonly part: Part }, following: Following): Promise<UnitAt[]> {
    const { table, units } = this.#text(part);
    if (!(span.from < span.to && span.to <= table.length))
      throw new FieldError(`There are no ${unitWords(units).many} ${span.from + 1} to ${span.to}.`);
    return await unitsOver(table, span, following);
  }

  /** Another trace of the same text, read while something was changed. @throws InterventionError, CancelledError */
  async changed(interventions: readonly Intervention[], following: Following): Promise<OpenTrace> {
    return new OpenTrace(this.model, this.asked, await readChanged(this.model, this.asked, interventions, following));
  }

  /** What the changes of another trace of this text did to the loss. */
  lossChange({ traced }: OpenTrace): LossChange {
    const told = ({ source, target }: Traced) => (target ?? source).surprise;
    const [before, after] = [this.traced.answer, traced.answer];
    return {
      ...lossChange(told(this.traced), told(traced), traced.changes?.end ?? 0),
      ...(before && after && { answers: answersLoss(before, after) }),
    };
  }

  /** Of a model that answers once, all its answers to the text, likeliest first. */
  get answers(): Alternative[] | undefined {
    const { answer } = this.traced;
    return answer && alternatives(softmax(answer), this.model.targets, answer.length);
  }

  /** What the model writes after the text. @throws InterventionError where it does not, CancelledError */
  continuations(drawing: Drawing, following: Following): Promise<Continuation[]> {
    return continueTrace(this.model, this.traced, drawing, following);
  }

  /** The equations of a step with a unit's numbers in them. @throws FieldError, CancelledError */
  step(wanted: StepWanted, interruption: Interruption): Promise<UnrolledStep> {
    return stepEquations(this.model, this.traced, wanted, interruption);
  }

  /** On which characters a prediction depends. @throws FieldError, CancelledError */
  connectivity({ symbol, against, ...wanted }: ConnectivityWanted, following: Following): Promise<Connectivity> {
    const [asked, other] = [symbol, against].map((each) => each && inForm(each, this.model.experiment));
    return connect(this.model, this.traced, { ...wanted, symbol: asked, against: other }, following);
  }

  /** The likeliest whole words to come after a character. @throws FieldError, CancelledError */
  words(at: number, interruption: Interruption): Promise<LikelyWord[]> {
    return likelyWords(this.model, this.traced, at, interruption);
  }

  /** What is expected after each character (infill, tag and the target of translate: there), likeliest first; none where nothing is. */
  predictions(part: Part, from: number, to: number): Alternative[][] {
    const text = part === 'target' ? this.traced.target : this.traced.source;
    return text?.predictions(from, to) ?? [];
  }

  #layer({ part, layer, direction }: LayerOfText): { readonly table: TracedPart['table']; readonly place: number } {
    const { table } = this.#text(part);
    const place = table.places.findIndex((one) => one.layer === layer && one.direction === direction);
    if (place < 0) throw new FieldError(`There is no layer ${layer} (${direction}).`);
    return { table, place };
  }

  #text(part: Part): TracedPart {
    const text = part === 'target' ? this.traced.target : this.traced.source;
    if (!text) throw new FieldError('This trace has no target.');
    return text;
  }
}
