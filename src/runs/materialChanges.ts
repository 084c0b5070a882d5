/** Going on with another text than the one that the run was begun with may be meant, but should be known. */
import { createHash } from 'node:crypto';
import type { Material } from '../engine/data/material';
import type { Vocabulary } from '../engine/data/vocabulary';
import { listedUnits, shownUnit } from '../engine/text/characterNames';
import { UNKNOWN, unitWords } from '../engine/text/units';
import type { Started } from '../engine/trainingEvent';
import { readLog } from './runLog';

const MOST_SHOWN = 20;

/** Whole sentences; none where nothing changed. @throws StorageError */
export async function materialChanges(metrics: string, material: Material, vocabulary: Vocabulary): Promise<string[]> {
  const starts: Started[] = [];
  await readLog(metrics, 0, 0, (events) => {
    starts.push(...events.filter((event) => event.kind === 'started'));
    return starts.some(({ textHash }) => textHash !== undefined) ? 'enough' : 'go on';
  });
  // The first stretches of a run may be from before hashes were kept.
  const started = starts.find(({ textHash }) => textHash !== undefined) ?? starts[0];
  const hash = hashMaterial(material);
  const isSame = started?.textHash === undefined ? undefined : started.textHash === hash;
  if (material.kind === 'rows') {
    const read = material.rows.map(({ input }) => input);
    if (isSame !== false) return vocabulary.unknown === undefined ? unseen('The file', read, vocabulary) : [];
    return [
      'The rows have changed since this run began. Training goes on with them as they are now.',
      ...unseen('The file', read, vocabulary),
    ];
  }
  const { text } = material;
  const { many } = unitWords(vocabulary.units);
  const now = vocabulary.encode(text).tokens.length;
  const before = started === undefined ? now : started.trainCharacters + started.validationCharacters;
  if (isSame ?? now === before) return vocabulary.unknown === undefined ? unseen('The text', [text], vocabulary) : [];
  const how = now === before ? `though it has ${now} ${many} as before` : `from ${before} ${many} to ${now}`;
  return [`The text has changed since this run began, ${how}. Training goes on with it as it is now.`, ...unseen('It', [text], vocabulary)];
}

export function hashMaterial(material: Material): string {
  const text = material.kind === 'text' ? material.text : JSON.stringify(material.rows.map(({ input, target }) => [input, target]));
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function unseen(subject: string, texts: readonly string[], vocabulary: Vocabulary): string[] {
  const unknown = [...new Set(texts.flatMap((text) => vocabulary.encode(text).unknown))].sort();
  if (unknown.length === 0) return [];
  const { one, many } = unitWords(vocabulary.units);
  const what = unknown.length === 1 ? `a ${one}` : many;
  const they = unknown.length === 1 ? 'it is' : 'they are';
  if (vocabulary.unknown !== undefined)
    return [
      `${subject} has ${what} that this model does not know: ${listedUnits(unknown, MOST_SHOWN)}; ${they} read as unknown (${UNKNOWN}).`,
    ];
  const fallback = vocabulary.characters[vocabulary.fallback] as string;
  const substitute = fallback !== ' ' ? shownUnit(fallback) : unknown.length === 1 ? 'a space' : 'spaces';
  return [`${subject} has ${what} that this model never saw: ${listedUnits(unknown, MOST_SHOWN)}; ${they} read as ${substitute}.`];
}
