/** A command as the user would type it here, to be copied from a message. */
import path from 'node:path';

export function commandLine(...words: readonly string[]): string {
  const script = process.argv[1] ?? 'unroll';
  const program = script.endsWith('.js') ? ['node', nearer(script)] : ['unroll'];
  return [...program, ...words].map(quoted).join(' ');
}

/** The shorter of a path from here and the whole path. */
export function nearer(file: string): string {
  const relative = path.relative(process.cwd(), file) || '.';
  return relative.length < file.length ? relative : file;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
