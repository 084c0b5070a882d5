/** For people: a progress bar. */
import { Presets, SingleBar } from 'cli-progress';
import type { Units } from '../../engine/text/units';
import type { Report } from './lineReport';
import { doneLines, startedLines, updateLine } from './words';

const STEPS = 1_000;

export function barReport(): Report {
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {line}', barsize: 24, hideCursor: true, clearOnComplete: true, etaBuffer: 1, stream: process.stderr },
    Presets.shades_classic,
  );
  let units: Units = 'characters';
  return {
    tell(event, state) {
      if (event.kind === 'started') {
        units = event.units ?? 'characters';
        for (const line of startedLines(event)) console.log(line);
        bar.start(STEPS, 0, { line: '' });
      } else if (event.kind === 'update') bar.update(Math.floor((event.progress ?? 0) * STEPS), { line: updateLine(event, state, units) });
      else if (event.kind === 'done') {
        bar.stop();
        for (const line of doneLines(event, state, units)) console.log(line);
      }
    },
    end: () => bar.stop(),
  };
}
