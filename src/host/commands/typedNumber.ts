/** Numbers that a person types. */

/** 200, or 0.5 where fractions are allowed; undefined for what is no number from above 0 up to `most`. */
export function positiveNumber(text: string, most: number, fractions: boolean): number | undefined {
  const written = text.trim();
  if (!(fractions ? /^(\d+\.?\d*|\.\d+)$/ : /^\d+$/).test(written)) return undefined;
  const value = Number(written);
  return value > 0 && value <= most ? value : undefined;
}
