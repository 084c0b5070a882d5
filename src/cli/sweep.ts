/** `sweep FILE.unroll.json`: many runs of one file, as many at once as the machine has room for; started again, it goes on. */
import path from 'node:path';
import type { Command } from 'commander';
import type { RunSummary } from '../protocol/engineProtocol';
import { duration } from '../protocol/figures';
import type { SweepOutline } from '../protocol/sweepProtocol';
import { readSummary } from '../runs/runSummary';
import { runsBeside } from '../runs/sweep/standingRuns';
import { Sweep } from '../runs/sweep/sweep';
import { commandLine, nearer } from './commandLine';
import { addTableFlags, tellComparison } from './compare';
import { interruption } from './interruption';
import { numberArgument } from './numberArgument';
import { sweepReport } from './report/sweepReport';
import { grouped } from './report/words';

interface SweepFlags {
  readonly parallel?: number;
  readonly csv?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly readAnywhere?: boolean;
}

/** Some runs of a sweep did not come to their end. */
class SweepFailedError extends Error {
  override readonly name = 'SweepFailedError';
}

export function addSweep(program: Command): void {
  addTableFlags(
    program
      .command('sweep')
      .description(
        'Trains every run of a file in which settings are lists or ranges: {"files": ["text.txt"], "hidden": [64, 128], "learningRate": {"from": 0.001, "to": 0.01, "scale": "log"}, "sweep": {"method": "random", "runs": 20}}. Started again, it passes over what is finished and goes on with what was interrupted. At the end: a table, the best first.',
      )
      .argument('<file.unroll.json>', 'An experiment with lists or ranges; its paths are relative to itself.'),
  )
    .option(
      '--parallel <n>',
      'Runs at once (default: as many as cores and memory allow).',
      numberArgument({ least: 1, most: 64, whole: true }),
    )
    .option('--read-anywhere', 'Read what the file names wherever it lies, also outside its folder and this one.')
    .option('--dry-run', 'Only tell what it would train, and about how long.')
    .action(async (file: string, flags: SweepFlags) => {
      const stop = interruption();
      const place = { root: runsBeside(path.resolve(file)), engine: path.join(__dirname, 'engine.js') };
      const sweep = await Sweep.open(
        file,
        place,
        { parallel: flags.parallel, readable: flags.readAnywhere ? 'anything' : [process.cwd()] },
        { stop },
      );
      if (flags.json) console.log(JSON.stringify({ sweep: sweep.outline }));
      else for (const line of outlineLines(sweep.outline)) console.log(line);
      if (flags.dryRun) {
        for (const { number, values } of sweep.rows)
          console.log(flags.json ? JSON.stringify({ number, values }) : `${number}  ${JSON.stringify(values)}`);
        return;
      }
      const report = sweepReport(sweep, flags.json === true);
      try {
        await sweep.train({ stop, tell: report.tell });
      } finally {
        report.end();
      }
      await tellEnd(file, sweep, flags, stop.aborted);
    });
}

/** @throws SweepFailedError */
async function tellEnd(file: string, { rows }: Sweep, flags: SweepFlags, stopped: boolean): Promise<void> {
  const folders = rows.flatMap(({ folder, state }) => (folder !== undefined && state ? [folder] : []));
  const runs: readonly RunSummary[] = await Promise.all(folders.map((folder) => readSummary(folder)));
  if (runs.length > 0) {
    if (!flags.json) console.log('');
    await tellComparison(runs, flags);
  }
  const refused = rows.filter(({ standing }) => standing === 'refused');
  if (!flags.json) for (const { number, reason } of refused) console.log(`Run ${number} could not be trained: ${reason}`);
  if (stopped) {
    if (!flags.json) console.log(`Go on:     ${commandLine('sweep', nearer(path.resolve(file)))}`);
    return;
  }
  const failed = refused.length + runs.filter(({ status }) => status === 'failed' || status === 'interrupted').length;
  if (failed > 0) throw new SweepFailedError(`${failed} of ${rows.length} runs did not come to their end; the others did.`);
}

function outlineLines({ runs, finished, begun, parallel, threads, memory, seconds, varied, method, notes }: SweepOutline): string[] {
  const there = [finished > 0 && `${finished} finished already`, begun > 0 && `${begun} begun`].filter(Boolean).join(', ');
  const megabytes = (bytes: number) => `${grouped.format(Math.round(bytes / 2 ** 20))} MB`;
  const left = runs - finished;
  const time = seconds === undefined ? 'as long as it takes: nothing fixes when these runs end' : `about ${duration(seconds)}`;
  return [
    `${runs} runs, ${method === 'grid' ? 'every combination' : 'drawn at random'} of ${varied.join(', ')}${there && ` (${there})`}`,
    ...(left > 0
      ? [
          `${parallel} at once, ${threads === 1 ? '1 thread' : `${threads} threads`} each, up to ${megabytes(memory.together)} of ${megabytes(memory.available)} of memory; ${time}`,
        ]
      : []),
    ...notes,
  ];
}
