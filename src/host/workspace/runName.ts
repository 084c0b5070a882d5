/** Names of run folders: what was trained on, with which cell, and a number where that is taken. */

/** "tinyshakespeare-lstm": letters and digits of any script; safe as a folder name on every system. */
export function runName(source: string, cell: string): string {
  return [stem(source), stem(cell)].map(slug).filter(Boolean).join('-') || 'run';
}

/** The name itself, or the first of name-2, name-3 … that is not taken. */
export function firstFree(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  for (let number = 2; ; number++) {
    if (!taken(`${name}-${number}`)) return `${name}-${number}`;
  }
}

/** The last part of a path, without its extension. */
function stem(path: string): string {
  const base = path.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
  return base.replace(/(?<=.)\.[^.]*$/, '');
}

function slug(text: string): string {
  return [...text.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-')]
    .slice(0, 40)
    .join('')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}
