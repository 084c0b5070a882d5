/** What a file says, or a person, may be of any length: in a sentence it is cut, with a mark that it goes on. */

/** @param most code points that are left @returns the text itself where it has no more */
export function shortened(text: string, most = 60): string {
  if (text.length <= most) return text;
  const points = [...text.slice(0, 2 * most + 2)];
  return points.length <= most ? points.join('') : `${points.slice(0, most - 1).join('')}…`;
}
