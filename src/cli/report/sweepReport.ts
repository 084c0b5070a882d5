/** How all runs of a sweep stand, in a few lines: drawn anew in a terminal, else a line when a run begins or ends. */
import { MultiBar, Presets } from 'cli-progress';
import { duration } from '../../protocol/figures';
import type { SweepRow } from '../../protocol/sweepProtocol';

interface SweepReport {
  tell(row: SweepRow): void;
  /** Leaves the terminal as it was found. */
  end(): void;
}

interface Told {
  readonly rows: readonly SweepRow[];
}

export function sweepReport(sweep: Told, json: boolean): SweepReport {
  return json ? lines(jsonLine) : process.stderr.isTTY ? bars(sweep) : lines((row) => wordsOf(row, sweep.rows.length));
}

/** One when it begins, one when it ends. */
function lines(lineOf: (row: SweepRow) => string): SweepReport {
  const told = new Map<number, SweepRow['standing']>();
  return {
    tell(row) {
      if (told.get(row.number) === row.standing) return;
      told.set(row.number, row.standing);
      console.log(lineOf(row));
    },
    end: () => undefined,
  };
}

function jsonLine({ number, values, standing, folder, state, reason }: SweepRow): string {
  const { status, update, best, latest } = state ?? {};
  return JSON.stringify({ number, standing, values, run: folder, status, update, validation: best?.loss, loss: latest?.loss, reason });
}

const STEPS = 1_000;

/** All of them together, and each that trains. */
function bars({ rows }: Told): SweepReport {
  const multi = new MultiBar(
    { format: '{bar} {percentage}%  {line}', barsize: 16, hideCursor: true, clearOnComplete: true, etaBuffer: 1, stream: process.stderr },
    Presets.shades_classic,
  );
  const all = multi.create(rows.length, ended(rows), { line: allLine(rows) });
  const each = new Map<number, ReturnType<MultiBar['create']>>();
  return {
    tell(row) {
      all.update(ended(rows), { line: allLine(rows) });
      const bar = each.get(row.number);
      if (row.standing !== 'training') {
        if (bar) multi.remove(bar);
        each.delete(row.number);
        return;
      }
      const line = wordsOf(row, rows.length);
      const done = Math.floor((row.state?.latest?.progress ?? 0) * STEPS);
      if (bar) bar.update(done, { line });
      else each.set(row.number, multi.create(STEPS, done, { line }));
    },
    end: () => multi.stop(),
  };
}

const ended = (rows: readonly SweepRow[]) => rows.filter(({ standing }) => standing === 'ended' || standing === 'refused').length;

function allLine(rows: readonly SweepRow[]): string {
  const best = Math.min(...rows.map(({ state }) => state?.best?.loss ?? Number.POSITIVE_INFINITY));
  return `${ended(rows)} of ${rows.length} runs${Number.isFinite(best) ? `  best ${best.toFixed(3)}` : ''}`;
}

function wordsOf({ number, values, standing, state, reason }: SweepRow, count: number): string {
  const { best, latest, message } = state ?? {};
  const held = best ? `  validation ${best.loss.toFixed(3)}` : '';
  const name = `${number}/${count}  ${Object.entries(values)
    .map(([setting, value]) => `${setting} ${value}`)
    .join('  ')}`;
  if (standing === 'waiting') return `${name}  waits`;
  if (standing === 'refused') return `${name}  could not be trained: ${reason}`;
  if (standing === 'training') return `${name}${held}${latest?.remaining === undefined ? '' : `  ${duration(latest.remaining)} left`}`;
  const why = state?.status === 'done' ? undefined : (reason ?? message);
  return `${name}  ${state?.status === 'done' ? 'done' : (state?.status ?? '')}${held}${why === undefined ? '' : `  ${why}`}`;
}
