/**
 * Mutated checkpoints: whatever is done to a file of weights, it is refused by name, or is a model that answers in finite
 * numbers. Nothing crashes, hangs, or takes more than twice the file and 64 MB. They are tried in a process of their own.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Tried } from './mutations/tryMutants';

/** Whoever says nothing for so long hangs: the slowest takes a second. */
const LONGEST_SILENCE = 60_000; // milliseconds

export interface Mutations {
  /** Those that ended, as they should or not, and those that never did. */
  readonly tried: readonly Tried[];
  readonly faults: readonly Tried[];
}

/** @param tell is told of each */
export async function tryMutations(count: number, seed: number, tell: (tried: Tried) => void = () => undefined): Promise<Mutations> {
  const tried: Tried[] = [];
  const take = (each: Tried) => {
    tried.push(each);
    tell(each);
  };
  while (tried.length < count) {
    const from = tried.length;
    const ended = await runChild([seed, from, count], take);
    // The one that was being tried when it crashed or was killed; the next process begins behind it.
    if (tried.length < count)
      take({ index: tried.length, base: '', mutation: '', outcome: 'fault', fault: ended, file: 0, milliseconds: 0 });
  }
  return { tried, faults: tried.filter(({ outcome }) => outcome === 'fault') };
}

/** How it ended, with the last that it said. */
async function runChild(words: readonly number[], take: (tried: Tried) => void): Promise<string> {
  const child = spawn(process.execPath, ['--expose-gc', 'test/runTypeScript.mjs', 'test/torture/mutations/child.ts', ...words.map(String)]);
  let complaint = '';
  child.stderr.on('data', (said: Buffer) => {
    complaint = `${complaint}${said}`.slice(-2_000);
  });
  let hung = false;
  const kill = () => {
    hung = true;
    child.kill('SIGKILL');
  };
  let silence = setTimeout(kill, LONGEST_SILENCE);
  const exit = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(hung ? 'hangs' : `the process ended with ${code ?? signal}: ${complaint}`));
  });
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(silence);
    silence = setTimeout(kill, LONGEST_SILENCE);
    take(JSON.parse(line) as Tried);
  }
  clearTimeout(silence);
  return await exit;
}

/** What came of them, as a table: each kind of mutation with how often it was refused and how often it answered. */
export function mutationsTable({ tried }: Mutations): string {
  const rows = new Map<string, { refused: number; answered: number; fault: number }>();
  for (const { mutation, outcome } of tried) {
    const row = rows.get(mutation) ?? { refused: 0, answered: 0, fault: 0 };
    row[outcome]++;
    rows.set(mutation, row);
  }
  const most = Math.max(...tried.map(({ grown = 0, file }) => grown - 2 * file)) / 2 ** 20;
  const slowest = Math.max(...tried.map(({ milliseconds }) => milliseconds)) / 1000;
  return [
    '| Mutation | refused by name | answers | faults |',
    '|---|--:|--:|--:|',
    ...[...rows].sort().map(([name, { refused, answered, fault }]) => `| ${name} | ${refused} | ${answered} | ${fault} |`),
    '',
    `${tried.length} mutants. Beyond twice its file none took more than ${most.toFixed(1)} MB; the slowest took ${slowest.toFixed(1)} s.`,
  ].join('\n');
}
