/**
 * The form in which a model reads text: what it is trained on and all that it is asked goes through `inForm`, so that a line end
 * or a letter with a mark is the same to it however a file, an editor or a keyboard writes it.
 */

/** `lf`: CRLF, and CR alone, are read as LF. */
export const LINE_ENDS = ['lf', 'keep'] as const;
/** `nfc`: a letter and its marks are one character where Unicode has one (NFC). */
export const NORMALIZATIONS = ['nfc', 'keep'] as const;

/** As an experiment says it. */
export interface Form {
  readonly lineEnds: (typeof LINE_ENDS)[number];
  readonly normalization: (typeof NORMALIZATIONS)[number];
}

/** A text in the form that a model of the experiment reads; one that is in it already stays as it is. */
export function inForm(text: string, { lineEnds, normalization }: Form): string {
  const lines = lineEnds === 'lf' && text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  return normalization === 'nfc' ? lines.normalize('NFC') : lines;
}
