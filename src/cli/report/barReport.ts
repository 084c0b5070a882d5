/** For people: a progress bar. */
import { Presets, SingleBar } from 'cli-progress';
import type { Report } from './lineReport';
import { doneLines, startedLines, updateLine } from './words';

const STEPS = 1_000;

export function barReport(): Report {
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {line}', barsize: 24, hideCursor: true, clearOnComplete: true, etaBuffer: 1, stream: process.stderr },
    Presets.shades_classic,
  );
  return {
    tell(event, state) {
      if (event.kind === 'started') {
        for (const line of startedLines(event)) console.log(line);
        bar.start(STEPS, 0, { line: '' });
      } else if (event.kind === 'update') bar.update(Math.floor((event.progress ?? 0) * STEPS), { line: updateLine(event, state) });
      else if (event.kind === 'done') {
        bar.stop();
        for (const line of doneLines(event, state)) console.log(line);
      }
    },
    end: () => bar.stop(),
  };
}
