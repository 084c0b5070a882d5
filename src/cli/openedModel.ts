/** A run's model for one command. */
import type { Model } from '../engine/experiment';
import { ModelShelf } from '../process/modelShelf';

export async function withModel<Result>(run: string, action: (model: Model) => Promise<Result>): Promise<Result> {
  const shelf = new ModelShelf();
  try {
    return await shelf.use(run, action);
  } finally {
    await shelf.dispose();
  }
}

/** Characters that the model never saw are read as another: said on stderr, for the result is of less worth. */
export function warnOfUnknown(unknown: readonly string[], consequence = 'it reads another character instead'): void {
  if (unknown.length === 0) return;
  const shown = unknown
    .slice(0, 10)
    .map((character) => JSON.stringify(character))
    .join(', ');
  process.stderr.write(
    `unroll: the model never saw ${shown}${unknown.length > 10 ? ` and ${unknown.length - 10} more` : ''} in training; ${consequence}.\n`,
  );
}
