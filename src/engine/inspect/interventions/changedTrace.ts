/** A text read once more while something in the network, or the text itself, is changed: another trace of the same text. */
import type { Feed, Numbers } from '../../backend';
import type { Following, Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { TraceOptions, TraceReading } from '../../tasks/task';
import { taskOf } from '../../tasks/tasks';
import { stateName } from '../chunkReader';
import { shownActivations, shownName } from '../place';
import { inChunks, read, readInChunks, type Traced } from '../readings';
import { Changes } from './changes';
import { type Intervention, InterventionError } from './intervention';

/** The text of the plain trace, and how it was read. */
export interface Asked {
  readonly text: string;
  readonly options: TraceOptions;
}

/** @throws InterventionError, also for a network that reads a text as a whole; LabelError, CancelledError */
export async function readChanged(
  model: Model,
  asked: Asked,
  interventions: readonly Intervention[],
  following: Following,
): Promise<Traced> {
  if (!inChunks(model))
    throw new InterventionError(
      'Activations can be changed where a network tells something at each character that it reads. This one reads all of a text first (tasks classify and translate).',
    );
  const reading = await edited(model, asked, interventions, following);
  const patches = new Map<number, Feed>();
  for (const [index, intervention] of interventions.entries())
    if (intervention.kind === 'patch')
      patches.set(index, await statesOf(model, intervention.text, asked.options, intervention.of, following));
  return await readInChunks(model, reading, following, {
    changes: (places, length) => new Changes(interventions, places, length, reading.start ?? {}, patches),
  });
}

/** The text with other characters where they were edited. What is right at each character of a text that a rule was applied to stays so. */
async function edited(
  model: Model,
  { text, options }: Asked,
  interventions: readonly Intervention[],
  following: Following,
): Promise<TraceReading> {
  const { reading } = taskOf(model.experiment);
  const plain = await reading(model, text, options, following);
  const edits = interventions.filter((each) => each.kind === 'edit');
  if (edits.length === 0) return plain;
  const characters = [...plain.text];
  for (const { at, character } of edits) {
    const index = plain.boundary === 'before' ? at - 1 : at;
    if (index < 0 || index >= characters.length) throw new InterventionError(`There is no character at ${at} that could be another.`);
    if ([...character].length !== 1) throw new InterventionError('Give one character in place of another.');
    characters[index] = character;
  }
  const again = await reading(model, characters.join(''), options, following);
  if (again.text !== characters.join(''))
    throw new InterventionError('The model reads its text without such a character: give one that its rule does not take away.');
  return { ...again, ...(model.experiment.rule !== undefined && plain.truths && { truths: plain.truths }) };
}

/** The states after a column of a text, by `stateName`. */
async function statesOf(model: Model, text: string, options: TraceOptions, column: number, following: Interruption): Promise<Feed> {
  const { source } = await read(model, text, options, { stop: following.stop });
  if (column >= source.table.length)
    throw new InterventionError(`The other text has ${source.table.length} characters; there is none at ${column}.`);
  const states: Record<string, Numbers> = {};
  for (const [place, { cell, ...where }] of source.table.places.entries())
    for (const [activation, shown] of shownActivations(cell).entries()) {
      if (!shown.state) continue;
      const { mean } = await source.table.columns({ place, activation, from: column, to: column + 1, step: 1 }, following);
      states[stateName(where, shownName(shown))] = mean as Float32Array;
    }
  return states;
}
