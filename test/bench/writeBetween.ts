/** Puts text between two markers of a Markdown file; what is outside them stays. */
import { readFileSync, writeFileSync } from 'node:fs';

export function writeBetween(file: string, name: string, text: string): void {
  writeFileSync(file, replaceBetween(readFileSync(file, 'utf8'), name, text));
}

export function replaceBetween(whole: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The markers ${begin} and ${end} are missing.`);
  return `${whole.slice(0, from + begin.length)}\n\n${text}\n\n${whole.slice(to)}`;
}
