/** A text read once more while something in the network, or the text itself, is changed: another trace of the same text. */
import type { Feed, Numbers } from '../../backend';
import type { Following, Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { TraceOptions, TraceReading } from '../../tasks/task';
import { taskOf } from '../../tasks/tasks';
import { inForm } from '../../text/form';
import { cut, hasSpace, type Units, unitWords } from '../../text/units';
import { stateName } from '../chunkReader';
import { placesOf, shownActivations, shownName } from '../place';
import { inChunks, inOnePiece, read, readInChunks, type Traced } from '../readings';
import type { Part } from '../traceShape';
import { traceWhole } from '../traceWhole';
import { changeableShape } from './changeableNetwork';
import { Changes, type States } from './changes';
import { type Intervention, InterventionError } from './intervention';

/** The text of the plain trace, and how it was read. */
export interface Asked {
  readonly text: string;
  readonly options: TraceOptions;
}

/** @throws InterventionError, LabelError, SentenceError, CancelledError */
export async function readChanged(
  model: Model,
  asked: Asked,
  interventions: readonly Intervention[],
  following: Following,
): Promise<Traced> {
  const reading = await edited(model, asked, interventions, following);
  const patches = new Map<Intervention, States>();
  for (const intervention of interventions)
    if (intervention.kind === 'patch') patches.set(intervention, await statesOf(model, intervention, asked.options, following));
  if (!inChunks(model)) return await readWholeChanged(model, reading, interventions, patches);
  return await readInChunks(model, reading, following, {
    changes: (places, source) =>
      new Changes(interventions, places, { source }, { source: reading.start ?? {} }, patches, model.vocabulary.units),
  });
}

/** All of it in one graph. Where a decoder is reset, what it begins with is known only when the source was read. */
async function readWholeChanged(
  model: Model,
  reading: TraceReading,
  interventions: readonly Intervention[],
  patches: ReadonlyMap<Intervention, States>,
): Promise<Traced> {
  const { units } = model.vocabulary;
  const lengths = { source: lengthOf(reading.feed.tokens), target: reading.feed['decoder.tokens']?.length };
  const places = placesOf(changeableShape(model.shape));
  const readWith = async (changes: Changes) => {
    const target = lengths.target === undefined ? {} : changes.feed(0, lengths.target, 'target');
    return await traceWhole(model, reading.feed, { ...changes.feed(0, lengths.source), ...target });
  };
  let begin: States = {};
  if (interventions.some(({ kind, part }) => kind === 'reset' && part === 'target')) {
    const ofSource = interventions.filter(({ part }) => part !== 'target');
    begin = (await readWith(new Changes(ofSource, places, lengths, { source: {} }, patches, units))).begin;
  }
  const changes = new Changes(interventions, places, lengths, { source: {}, target: begin }, patches, units);
  return inOnePiece(model, reading, await readWith(changes), changes);
}

const lengthOf = (tokens: Numbers | undefined): number => tokens?.length ?? 0;

/** The text with other characters where they were edited. What is right at each character of a text that a rule was applied to stays so. */
async function edited(
  model: Model,
  { text, options }: Asked,
  interventions: readonly Intervention[],
  following: Following,
): Promise<TraceReading> {
  const { reading } = taskOf(model.experiment);
  const plain = await reading(model, text, options, following);
  if (!interventions.some(({ kind }) => kind === 'edit')) return plain;
  const { units } = model.vocabulary;
  const edits = interventions.map((each) =>
    each.kind === 'edit' ? { ...each, character: inForm(each.character, model.experiment) } : each,
  );
  const source = withEdits(plain.text, units, edits, 'source', plain.boundary === 'before' ? 1 : 0);
  const target = plain.target === undefined ? undefined : withEdits(plain.target, units, edits, 'target', 0);
  if (target === undefined && interventions.some(({ kind, part }) => kind === 'edit' && part === 'target'))
    throw new InterventionError('This model reads one text and writes no other: there is no target to edit.');
  const again = await reading(model, source, { ...options, ...(target !== undefined && { target }) }, following);
  if (again.text !== source)
    throw new InterventionError('The model reads its text without such a character: give one that its rule does not take away.');
  return { ...again, ...(model.experiment.rule !== undefined && plain.truths && { truths: plain.truths }) };
}

function withEdits(text: string, units: Units, interventions: readonly Intervention[], part: Part, lead: number): string {
  const pieces = cut(text, units);
  const { one } = unitWords(units);
  for (const intervention of interventions) {
    if (intervention.kind !== 'edit' || (intervention.part ?? 'source') !== part) continue;
    const { at, character } = intervention;
    const index = at - lead;
    if (index < 0 || index >= pieces.length) throw new InterventionError(`There is no ${one} at ${at + 1} that could be another.`);
    if (cut(character, units).length !== 1) throw new InterventionError(`Give one ${one} in place of another.`);
    const spaced = hasSpace(pieces[index] as string) && /^\S/.test(character);
    pieces[index] = spaced ? ` ${character}` : character;
  }
  const changed = pieces.join('');
  if (cut(changed, units).length !== pieces.length)
    throw new InterventionError(
      `With this in its place the text would be cut into other ${unitWords(units).many}. Give one that stands by itself.`,
    );
  return changed;
}

/** The states after a column of another text, by `stateName`; of a decoder, while it writes its own translation of that text. */
async function statesOf(
  model: Model,
  { text, of: column, part = 'source' }: Extract<Intervention, { kind: 'patch' }>,
  { target: _, ...options }: TraceOptions,
  following: Interruption,
): Promise<Feed> {
  const { [part]: other } = await read(model, inForm(text, model.experiment), options, { stop: following.stop });
  if (!other) throw new InterventionError('This model reads one text and writes no other: there are no states of a target.');
  if (column >= other.table.length)
    throw new InterventionError(`The other text has ${other.table.length} ${unitWords(other.units).many}; there is none at ${column + 1}.`);
  const states: Record<string, Numbers> = {};
  for (const [place, { cell, ...where }] of other.table.places.entries())
    for (const [activation, shown] of shownActivations(cell).entries()) {
      if (!shown.state) continue;
      const { mean } = await other.table.columns({ place, activation, from: column, to: column + 1, step: 1 }, following);
      states[stateName(where, shownName(shown))] = mean as Float32Array;
    }
  return states;
}
