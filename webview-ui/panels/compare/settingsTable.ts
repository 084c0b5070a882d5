// Rows of the table of what differs: settings by the names that experiment.json has, then what came of them.
import type { Experiment } from '../../../src/engine/experimentSchema';
import { count, lossShown } from '../../components/figures';
import type { RunModel } from '../../components/runModel';

export interface Row {
  readonly name: string;
  /** One for each side. */
  readonly values: readonly string[];
}

/** Equations are long: that they differ is enough to say, where their cell has the same name. */
export function differingSettings(experiments: readonly Partial<Experiment>[]): readonly Row[] {
  const names = [...new Set(experiments.flatMap((experiment) => Object.keys(experiment)))] as (keyof Experiment)[];
  return names.flatMap((name) => {
    const values = experiments.map((experiment) => shown(experiment[name]));
    const distinct = [...new Set(values)];
    if (distinct.length < 2) return [];
    if (name !== 'cellSource') return [{ name, values }];
    if (new Set(experiments.map(({ cell }) => cell)).size > 1) return [];
    return [{ name: 'equations of the cell', values: values.map((value) => `version ${distinct.indexOf(value) + 1}`) }];
  });
}

function shown(value: unknown): string {
  if (value === undefined || value === '') return '–';
  return Array.isArray(value) ? value.join(', ') : String(value);
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
