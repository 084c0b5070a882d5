/** Dyck-2: well-nested round and square brackets, a word a line. To go on right one must know how deep one is, and in which brackets. */
import { Random } from '../../../src/engine/random';

/** `media/samples/dyck-2.txt` is `dyck2(60_000, 1)`. @returns whole lines, that many characters at least */
export function dyck2(characters: number, seed: number): string {
  const random = Random.fromSeed(seed);
  const lines: string[] = [];
  for (let length = 0; length < characters; length += (lines.at(-1) as string).length + 1) lines.push(word(random));
  return `${lines.join('\n')}\n`;
}

const SHORTEST = 20;
const LONGEST = 60;
const DEEPEST = 12;

function word(random: Random): string {
  const enough = SHORTEST + random.uniform() * (LONGEST - SHORTEST);
  const open: string[] = [];
  let text = '';
  while (open.length > 0 || text.length < enough) {
    const deepen = open.length < DEEPEST && text.length + open.length < enough && random.uniform() < 0.55;
    if (open.length === 0 || deepen) {
      const [left, right] = random.uniform() < 0.5 ? (['(', ')'] as const) : (['[', ']'] as const);
      open.push(right);
      text += left;
    } else text += open.pop();
  }
  return text;
}
