/** For logs and pipes: a line every few seconds. */
import type { Validated } from '../../engine/trainingEvent';
import type { MetricEvent } from '../../protocol/engineProtocol';
import { doneLines, startedLines, updateLine } from './words';

/** Who tells the user how training goes. */
export interface Report {
  tell(event: MetricEvent): void;
  /** Leaves the terminal as it was found; whether training ended well or not. */
  end(): void;
}

const EVERY = 3_000; // milliseconds

export function lineReport(): Report {
  let told = performance.now();
  let validated: Validated | undefined;
  return {
    tell(event) {
      if (event.kind === 'started') for (const line of startedLines(event)) console.log(line);
      else if (event.kind === 'validation') validated = event;
      else if (event.kind === 'done') for (const line of doneLines(event, validated)) console.log(line);
      else if (event.kind === 'update' && performance.now() - told > EVERY) {
        told = performance.now();
        console.log(updateLine(event, validated));
      }
    },
    end: () => undefined,
  };
}
