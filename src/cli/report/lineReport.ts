/** For logs and pipes: a line every few seconds. */
import type { Units } from '../../engine/text/units';
import type { RunEvent, RunState } from '../../protocol/runState';
import { doneLines, startedLines, updateLine } from './words';

/** Who tells the user how training goes. */
export interface Report {
  /** @param state with the event in it */
  tell(event: RunEvent, state: RunState): void;
  /** Leaves the terminal as it was found; whether training ended well or not. */
  end(): void;
}

const EVERY = 3_000; // milliseconds

export function lineReport(): Report {
  let told = performance.now();
  let units: Units = 'characters';
  return {
    tell(event, state) {
      if (event.kind === 'started') units = event.units ?? 'characters';
      if (event.kind === 'started') for (const line of startedLines(event)) console.log(line);
      else if (event.kind === 'done') for (const line of doneLines(event, state, units)) console.log(line);
      else if (event.kind === 'update' && performance.now() - told > EVERY) {
        told = performance.now();
        console.log(updateLine(event, state, units));
      }
    },
    end: () => undefined,
  };
}
