/** An experiment may have come with the workspace, and name any file of this machine: those outside are read when the user says so. */
import { confirm } from './confirm';

/** What an experiment may read: what lies in these folders, or whatever it names. */
export type Readable = readonly string[] | 'anything';

/** @param readable folders of which nothing is asked @throws CancellationError where the dialog is dismissed */
export async function readOutside<Answer>(readable: readonly string[], read: (readable: Readable) => Promise<Answer>): Promise<Answer> {
  try {
    return await read(readable);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'OutsideFileError') throw error;
    await confirm(error.message, 'Read and Train');
    return await read('anything');
  }
}
