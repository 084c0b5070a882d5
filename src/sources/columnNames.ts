/** Names that columns usually have, from the surest on: they help to tell the input from its target. */
const INPUTS = ['text', 'input', 'source', 'sentence', 'message', 'review', 'content', 'src', 'english', 'en', 'title', 'name', 'word'];
const TARGETS = [
  'label',
  'class',
  'category',
  'sentiment',
  'target',
  'translation',
  'output',
  'tags',
  'tag',
  'language',
  'lang',
  'tgt',
  'topic',
];
const OTHERS = ['id', 'index', 'date', 'author', 'french', 'german', 'spanish', 'italian', 'fr', 'de', 'es', 'it', 'score'];
const USUAL = new Set([...INPUTS, ...TARGETS, ...OTHERS]);

export const isUsualName = (cell: string) => USUAL.has(named(cell));

/** How sure it is that a column of this name is the input, from 0 on; infinity where its name says nothing. Of a path its last key counts. */
export const inputRank = (name: string) => rankIn(INPUTS, name);
export const targetRank = (name: string) => rankIn(TARGETS, name);

function rankIn(names: readonly string[], name: string): number {
  const rank = names.indexOf(named(name.slice(name.lastIndexOf('.') + 1)));
  return rank < 0 ? Number.POSITIVE_INFINITY : rank;
}

const named = (cell: string) => cell.trim().toLowerCase();
