/** Quality for time: trains through the command line for so many seconds and reads the validation loss, for each point of a grid. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { bundle, FOLDER } from './bundle';
import { findNode } from './findPlaces';
import { markdownTable } from './markdownTable';
import { writeBetween } from './writeBetween';

const USAGE = `node test/bench/quality.mjs --text FILE [options] [-- flags of \`train\` for all]
  --seconds S          of training (180)
  --grid NAME=A,B,…    a flag of \`train\` with each of these values; several make a grid
  --device NAME        (wasm)
  --resume             keep what earlier runs of the same command measured
  --write              put the table into BENCHMARKS.md
  --json               print JSON, not a table`;
const KEPT = path.join(FOLDER, 'quality.json');

interface Outcome {
  /** The words that this run was given. */
  readonly flags: string;
  /** Nats per character, at the end and at its lowest. */
  readonly last: number;
  readonly best: number;
  readonly updates: number;
  readonly epochs: number;
  readonly charsPerSecond: number;
}

export async function quality(words: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      text: { type: 'string' },
      seconds: { type: 'string', default: '180' },
      grid: { type: 'string', multiple: true, default: [] },
      device: { type: 'string', default: 'wasm' },
      resume: { type: 'boolean' },
      write: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const { text, seconds, grid, device } = values;
  if (values.help || text === undefined || !(Number(seconds) > 0)) throw new Error(USAGE);
  const cli = await bundle('src/cli/cli.ts');
  const kept: Record<string, Outcome> = values.resume && existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {};
  const outcomes: Outcome[] = [];
  for (const point of pointsOf(grid)) {
    const flags = [...positionals, ...point];
    const command = ['train', text, '--device', device, '--minutes', String(Number(seconds) / 60), ...flags];
    const key = command.join(' ');
    kept[key] ??= await trainOnce([cli, ...command], flags.join(' '));
    writeFileSync(KEPT, JSON.stringify(kept));
    outcomes.push(kept[key]);
    console.error(`${flags.join(' ') || 'defaults'}: ${kept[key].last.toFixed(4)} nats/char`);
  }
  const sorted = outcomes.sort((a, b) => a.last - b.last);
  const table = `${path.basename(text)}, ${seconds} s of training on ${device}:\n\n${tableOf(sorted)}`;
  console.log(values.json ? JSON.stringify(sorted, undefined, 2) : table);
  if (values.write) writeBetween('BENCHMARKS.md', 'quality', table);
}

/** Every combination of one value of each flag, as words. */
function pointsOf(grid: readonly string[]): string[][] {
  return grid.reduce<string[][]>(
    (points, axis) => {
      const [name, list] = axis.split('=');
      if (!name || !list) throw new Error(USAGE);
      return points.flatMap((point) => list.split(',').map((value) => [...point, `--${name}`, value]));
    },
    [[]],
  );
}

async function trainOnce(words: readonly string[], flags: string): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'unroll-quality-'));
  try {
    const child = spawn(findNode(), [...words, '--json', '--out', path.join(folder, 'run')], { stdio: ['ignore', 'pipe', 'inherit'] });
    process.once('exit', () => child.kill());
    const losses: number[] = [];
    let charsPerSecond = 0;
    let done = { update: 0, epoch: 0 };
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line);
      if (said.validation) losses.push(said.validation.loss);
      if (said.charsPerSecond) charsPerSecond = said.charsPerSecond;
      if (said.done) done = said.done;
    }
    const last = losses.at(-1);
    if (last === undefined) throw new Error(`\`${words.slice(1).join(' ')}\` ended without a validation loss.`);
    return { flags, last, best: Math.min(...losses), updates: done.update, epochs: done.epoch, charsPerSecond };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableOf(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ flags, last, best, updates, epochs, charsPerSecond }) => [
    flags || 'none: the defaults',
    last.toFixed(4),
    best.toFixed(4),
    String(updates),
    epochs.toFixed(2),
    `${Math.round(charsPerSecond / 1000)}k`,
  ]);
  const heads = ['flags', 'nats/char', 'lowest', 'updates', 'epochs', 'chars/s'];
  return markdownTable(heads, ['left', 'right', 'right', 'right', 'right', 'right'], rows);
}
