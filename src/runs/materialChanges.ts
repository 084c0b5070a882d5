/** A run goes on with the text that it was begun with: another one is refused, for its states, its held-out part and its symbols belong to the first. */
import { createHash } from 'node:crypto';
import type { Material } from '../engine/data/material';
import type { Vocabulary } from '../engine/data/vocabulary';
import { listedUnits, shownUnit } from '../engine/text/characterNames';
import { unitWords } from '../engine/text/units';
import type { Started } from '../engine/trainingEvent';
import { RunFolderError } from './runFolder';
import { readLog } from './runLog';

/** What a run learned from is not what it was. */
export class ChangedTextError extends RunFolderError {
  override readonly name = 'ChangedTextError';
}

const MOST_SHOWN = 20;

/**
 * What there is to say of a text that has not changed: whole sentences. Runs of before hashes were kept know their length alone.
 * @throws ChangedTextError, StorageError
 */
export async function requireSameMaterial(
  { metrics, files }: { readonly metrics: string; readonly files: readonly string[] },
  material: Material,
  vocabulary: Vocabulary,
): Promise<string[]> {
  const hash = hashMaterial(material);
  const starts: Started[] = [];
  await readLog(metrics, 0, 0, (events) => {
    starts.push(...events.filter((event) => event.kind === 'started'));
    return starts.some(({ textHash }) => textHash === hash) ? 'enough' : 'go on';
  });
  const texts = material.kind === 'text' ? [material.text] : material.rows.map(({ input }) => input);
  const subject = material.kind === 'text' ? 'The text' : 'The file';
  const what = material.kind === 'text' ? unitWords(vocabulary.units).many : 'rows';
  const length = () => (material.kind === 'text' ? vocabulary.encode(material.text).tokens.length : material.rows.length);
  const [first] = starts;
  const before = first && (material.kind === 'text' ? first.trainCharacters + first.validationCharacters : undefined);
  const known = starts.some(({ textHash }) => textHash !== undefined);
  const isSame = known ? starts.some(({ textHash }) => textHash === hash) : before === undefined || length() === before;
  if (isSame) return vocabulary.unknown === undefined ? unseen(subject, texts, vocabulary) : [];
  const now = length();
  const count = (many: number) => many.toLocaleString('en');
  const how =
    before === undefined
      ? `it has ${count(now)} ${what} now`
      : now === before
        ? `it has ${count(now)} ${what} as before, but others`
        : `it had ${count(before)} ${what}, and has ${count(now)}`;
  throw new ChangedTextError(
    `What this run learned from has changed since it began (${files.join(', ')}): ${how}. Put it back as it was; or train a new run on it from these weights, with Continue Training on… or train FILE --init RUN.`,
  );
}

export function hashMaterial(material: Material): string {
  const text = material.kind === 'text' ? material.text : JSON.stringify(material.rows.map(({ input, target }) => [input, target]));
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Of a vocabulary without a symbol for what is unknown. */
function unseen(subject: string, texts: readonly string[], vocabulary: Vocabulary): string[] {
  const unknown = [...new Set(texts.flatMap((text) => vocabulary.encode(text).unknown))].sort();
  if (unknown.length === 0) return [];
  const { one, many } = unitWords(vocabulary.units);
  const what = unknown.length === 1 ? `a ${one}` : many;
  const they = unknown.length === 1 ? 'it is' : 'they are';
  const fallback = vocabulary.characters[vocabulary.fallback] as string;
  const substitute = fallback !== ' ' ? shownUnit(fallback) : unknown.length === 1 ? 'a space' : 'spaces';
  return [`${subject} has ${what} that this model never saw: ${listedUnits(unknown, MOST_SHOWN)}; ${they} read as ${substitute}.`];
}
