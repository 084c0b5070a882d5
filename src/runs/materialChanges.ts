/** Going on with another text than the one that the run was begun with may be meant, but should be known. */
import { createHash } from 'node:crypto';
import type { Material } from '../engine/data/material';
import { Vocabulary } from '../engine/data/vocabulary';
import type { Started } from '../engine/trainingEvent';
import { readLog } from './runLog';

const MOST_SHOWN = 20;

/** Whole sentences; none where nothing changed. @throws StorageError */
export async function materialChanges(metrics: string, material: Material, vocabulary: readonly string[]): Promise<string[]> {
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
    const read = material.rows.map(({ input }) => input).join('');
    if (isSame !== false) return unseen('The file', read, vocabulary);
    return [
      'The rows have changed since this run began. Training goes on with them as they are now.',
      ...unseen('The file', read, vocabulary),
    ];
  }
  const { text } = material;
  const now = countCharacters(text);
  const before = started === undefined ? now : started.trainCharacters + started.validationCharacters;
  if (isSame ?? now === before) return unseen('The text', text, vocabulary);
  const how = now === before ? `though it has ${now} characters as before` : `from ${before} characters to ${now}`;
  return [`The text has changed since this run began, ${how}. Training goes on with it as it is now.`, ...unseen('It', text, vocabulary)];
}

export function hashMaterial(material: Material): string {
  const text = material.kind === 'text' ? material.text : JSON.stringify(material.rows.map(({ input, target }) => [input, target]));
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function unseen(subject: string, text: string, vocabulary: readonly string[]): string[] {
  const known = new Set(vocabulary);
  const unknown = Vocabulary.of(text).characters.filter((character) => !known.has(character));
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, MOST_SHOWN).map(visible).join(', ');
  const more = unknown.length > MOST_SHOWN ? ` and ${unknown.length - MOST_SHOWN} more` : '';
  const fallback = vocabulary[new Vocabulary(vocabulary).fallback] as string;
  const readAs = unknown.length === 1 ? 'it is read as ' : 'they are read as ';
  const substitute = fallback !== ' ' ? visible(fallback) : unknown.length === 1 ? 'a space' : 'spaces';
  return [
    `${subject} has ${unknown.length === 1 ? 'a character' : 'characters'} that this model never saw: ${shown}${more}; ${readAs}${substitute}.`,
  ];
}

/** Spaces and controls by their number: “U+000A”. */
function visible(character: string): string {
  if (!/^[\p{C}\p{Z}]/u.test(character)) return character;
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}
