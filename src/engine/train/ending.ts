/** How a training ended, for people: what happened, and the way on. */
import type { Experiment } from '../experimentSchema';
import type { Ending } from '../trainingEvent';

/** Ends that training comes to when it goes as planned. */
export const END_OF_ITSELF: readonly Ending[] = ['updates', 'epochs', 'patience'];

/** In whole sentences. @param planned updates */
export function messageOf(reason: Ending, experiment: Experiment, update: number, planned: number): string {
  switch (reason) {
    case 'updates':
    case 'epochs':
    case 'minutes':
      return 'Training is complete.';
    case 'patience':
      return 'The validation stopped getting better.';
    case 'overtime':
      return `Ended at update ${update.toLocaleString('en')} of ${planned.toLocaleString('en')}, as the time asked for is over: the machine turned slower than it was when they were planned. Resume Training goes on from here.`;
    case 'stopped':
      return `Stopped at update ${update}. Resume Training goes on from here.`;
    case 'diverged':
      return update === 1
        ? "The loss is not a number from the very first update: look at the cell's equations. A logarithm, a root or a division of what can be 0 or negative does this."
        : `The loss is no longer a number at update ${update}: training diverged. The last good checkpoint is kept. ${calmer(experiment, 'Train again')}`;
  }
}

/** The way out of a training that leapt too far. */
export function calmer({ learningRate, clip }: Experiment, again: string): string {
  const norm = clip > 0 ? `a smaller clipping norm (it was ${clip})` : 'with gradient clipping (it was off)';
  return `${again} with a lower learning rate (it was ${learningRate}) or ${norm}.`;
}
