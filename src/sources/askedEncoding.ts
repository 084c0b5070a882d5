/** What has to be asked before files are read: how the bytes of one that is not UTF-8 are characters. */
import { stat } from 'node:fs/promises';
import type { EncodingAsked } from '../protocol/engineProtocol';
import { type Encoded, readTextFiles } from './readTexts';
import { EncodingError } from './textFileError';

/** Of the first such file; in folders they are passed over, and nothing is asked. Undefined where all can be read, or fail otherwise. */
export async function askedEncoding(files: readonly string[], encoded: Encoded): Promise<EncodingAsked | undefined> {
  for (const file of files) {
    try {
      if ((await stat(file)).isFile()) await readTextFiles([file], encoded);
    } catch (error) {
      if (error instanceof EncodingError && error.candidates.length > 0) return { file: error.file, candidates: error.candidates };
      // Whatever else is wrong with a file is said where it is read.
    }
  }
  return undefined;
}
