// Rows of the table of what differs: what came of each side.
import { count, lossShown } from '../../components/figures';
import type { RunModel } from '../../components/runModel';

export interface Row {
  readonly name: string;
  /** One for each side. */
  readonly values: readonly string[];
}

/** @param sides each with the updates that its model had learned from */
export function resultsOf(
  sides: readonly { readonly run: RunModel; readonly update: number }[],
  duration: (seconds: number) => string,
): readonly Row[] {
  const row = (name: string, of: (side: (typeof sides)[number]) => string): Row => ({ name, values: sides.map(of) });
  const heldAt = ({ run, update }: (typeof sides)[number]) => run.validations.value.findLast((one) => one.update <= update)?.loss;
  return [
    row('learned until update', ({ update }) => count(update)),
    row('validation loss there', (side) => {
      const loss = heldAt(side);
      return loss === undefined ? '–' : `${lossShown(loss, 3)} nats`;
    }),
    row('parameters', ({ run }) => (run.started.value ? count(run.started.value.parameters) : '–')),
    row('trained for', ({ run, update }) => {
      const then = run.updates.value.findLast((one) => one.update <= update) ?? run.last.value;
      return then ? duration(then.elapsed) : '–';
    }),
  ];
}
