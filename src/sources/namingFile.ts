/** A CheckpointError says what is wrong with some bytes; this says in which file they are. */
import { CheckpointError } from '../engine/checkpoint/checkpointError';

export async function namingFile<Result>(file: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof CheckpointError) throw new CheckpointError(`${file}: ${error.message}`, error.expected, error.found);
    throw error;
  }
}
