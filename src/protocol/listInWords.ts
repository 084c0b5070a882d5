/** Names as one says them: a and b; a, b and c; a, b and 4 more. One way in the editor and the panel. */

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** @param most so many are named, of more how many there are */
export function listInWords(names: readonly string[], most = Number.POSITIVE_INFINITY): string {
  return AND.format(names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names);
}
