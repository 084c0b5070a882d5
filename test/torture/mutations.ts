/**
 * Mutated checkpoints: whatever is done to a file of weights, it is refused by name, or is a model that answers in finite
 * numbers. Nothing crashes, hangs, or takes more than twice the file and 64 MB. They are tried in a process of their own.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { markdownTable } from '../bench/markdownTable';
import type { Tried } from './mutations/tryMutants';
import type { Asked, Outcome } from './outcome';

/** Whoever says nothing for so long hangs: the slowest takes a second. */
const LONGEST_SILENCE = 60_000; // milliseconds

/** @param tell is told of each @param from the number of the first */
export async function tryMutations(
  count: number,
  seed: number,
  tell: (tried: Tried) => void = () => undefined,
  from = 0,
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  const take = (each: Tried) => {
    tried.push(each);
    tell(each);
  };
  while (tried.length < count) {
    const ended = await runChild([seed, from + tried.length, from + count], take);
    // The one that was being tried when it crashed or was killed; the next process begins behind it.
    if (tried.length < count)
      take({ index: from + tried.length, base: '', mutation: '', outcome: 'fault', fault: ended, file: 0, milliseconds: 0 });
  }
  return tried;
}

/** At length. */
export async function mutations({ count, seed, from, say }: Asked): Promise<Outcome> {
  const tell = ({ index }: Tried) => (index + 1) % 500 === 0 && say(`${index + 1} of ${count}`);
  const tried = await tryMutations(count, seed, tell, from);
  const of = (outcome: Tried['outcome']) => tried.filter((each) => each.outcome === outcome).length;
  const memory = Math.max(...tried.map(({ grown = 0, file }) => grown - 2 * file)) / 2 ** 20;
  const slowest = Math.max(...tried.map(({ milliseconds }) => milliseconds)) / 1000;
  for (const line of mutationsTable(tried)) say(line);
  return {
    figures: [
      `${of('refused')} refused by name, ${of('answered')} answer in finite numbers`,
      `beside twice their file ${memory.toFixed(1)} MB at most`,
      `the slowest ${slowest.toFixed(1)} s`,
    ],
    failures: tried
      .filter(({ outcome }) => outcome === 'fault')
      .map(({ index, base, mutation, fault }) => `mutant ${index} of seed ${seed} (${base}, ${mutation}): ${fault}`),
  };
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

/** Each kind of mutation with how often it was refused and how often it answered: a table in Markdown. */
function mutationsTable(tried: readonly Tried[]): string[] {
  const kinds = [...new Set(tried.map(({ mutation }) => mutation))].sort();
  const rows = kinds.map((kind) => {
    const all = tried.filter(({ mutation }) => mutation === kind);
    return [kind, ...(['refused', 'answered', 'fault'] as const).map((of) => String(all.filter(({ outcome }) => outcome === of).length))];
  });
  return markdownTable(['Mutation', 'refused', 'answers', 'faults'], ['left', 'right', 'right', 'right'], rows).split('\n');
}
