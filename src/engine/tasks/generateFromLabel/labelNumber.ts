/** The number of a label that somebody has named. */
import { someOf } from '../../text/someOf';

/** There is no such label, or none was given; the message says which there are. */
export class LabelError extends Error {
  override readonly name = 'LabelError';
}

/** Labels are learned without spaces around them, and found so. @throws LabelError */
export function labelNumber(labels: readonly string[], label: string | undefined): number {
  const exact = label === undefined ? -1 : labels.indexOf(label);
  const number = exact < 0 && label !== undefined ? labels.indexOf(label.trim()) : exact;
  if (number >= 0) return number;
  const known = `This run knows ${someOf(labels, 30)}.`;
  throw new LabelError(label === undefined ? `Say of which label. ${known}` : `There is no label “${label}”. ${known}`);
}
