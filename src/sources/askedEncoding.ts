/** What has to be asked before files are read: how the bytes of one that is not UTF-8 are characters. */
import { stat } from 'node:fs/promises';
import type { EncodingAsked } from '../protocol/engineProtocol';
import { type Encoded, readTextFiles } from './readTexts';
import { onDisk, StorageError } from './storageError';
import { EncodingError, TextFileError } from './textFileError';

/** Of the first such file; in folders they are passed over, and nothing is asked. Undefined where all can be read, or fail otherwise: that is said where they are read. */
export async function askedEncoding(files: readonly string[], encoded: Encoded): Promise<EncodingAsked | undefined> {
  for (const file of files) {
    try {
      const status = await onDisk('read', file, () => stat(file));
      if (status.isFile()) await readTextFiles([file], encoded);
    } catch (error) {
      if (error instanceof EncodingError && error.candidates.length > 0) return { file: error.file, candidates: error.candidates };
      if (!(error instanceof TextFileError || error instanceof StorageError)) throw error;
    }
  }
  return undefined;
}
