// Which lines became more and less predictable: as bars along the text, and those that changed most in two tables.
import { useCallback } from 'preact/hooks';
import { type LineChange, mostChanged, perCharacter } from '../../../src/protocol/behaviourChange';
import { shortened } from '../../../src/protocol/textUnits';
import { drawLineBars, lineAt } from '../../charts/lineBars';
import type { Palette } from '../../charts/palette';
import type { Surface } from '../../charts/surface';
import { Chip, Choices } from '../../components/choice';
import { count, counted, signed, textShown } from '../../components/figures';
import { Picture } from '../../components/picture';
import { type Comparison, useComparison } from './comparison';

/** In CSS pixels. */
const HEIGHT = 72;
/** Lines of each kind in the tables; all are in the CSV. */
const MOST_LISTED = 8;
/** Characters of a line that are shown. */
const MOST_SHOWN = 80;

export function LinesPicture() {
  const comparison = useComparison();
  const { against, at, change, holdAgainst, lines, others, show } = comparison.lines;
  const told = change.value;
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const own = comparison.lines.lines.value;
    drawLineBars(surface, Float32Array.from(own, perCharacter), comparison.lines.at.value, palette);
  }, []);
  if (typeof told === 'string')
    return (
      <p class="empty-line" data-testid="lines-apart">
        {told}
      </p>
    );
  const all = lines.value;
  if (!told || all.length < 2) return null;
  const [first, other] = namesOf(comparison);
  const { more, less } = mostChanged({ lines: all });
  const here = at.value === undefined ? undefined : all[at.value];
  const go = (to: number) => {
    const line = all[Math.max(0, Math.min(all.length - 1, to))];
    if (line) show(line);
    return true;
  };
  const words = here && inWords(here, comparison.lines.text(here));
  return (
    <>
      <Picture
        title="Lines"
        caption={`Bits a character of each line, ${other} − ${first}: up where it is less predictable, down where it is more. ${counted(more.length, 'line')} became more predictable, ${count(less.length)} less.`}
        name="compare-lines"
        label={`Change of each line from ${first} to ${other}; arrow keys walk through the lines`}
        height={HEIGHT}
        draw={draw}
        here={words}
        table={() => ({
          columns: ['line', `${first}, bits`, `${other}, bits`, 'characters', 'change, bits/char', 'text'],
          rows: all.map((line) => [
            line.line + 1,
            line.before,
            line.after,
            line.characters,
            perCharacter(line),
            comparison.lines.text(line),
          ]),
        })}
        press={({ key }) => {
          const now = at.peek() ?? -1;
          const to = { ArrowLeft: now - 1, ArrowRight: now + 1, PageUp: now - 10, PageDown: now + 10, Home: 0, End: all.length - 1 }[key];
          return to !== undefined && go(to);
        }}
        place={{ at: at.value ?? 0, count: all.length }}
        choose={({ x, width }) => {
          const pointed = lineAt(x, width, all.length);
          if (pointed !== undefined) go(pointed);
        }}
      >
        {others.value.length > 1 && (
          <Choices label="held against the first">
            {others.value.map(({ side }, which) => (
              <Chip key={which} on={which === against.value} testid={`lines-against-${which}`} choose={() => holdAgainst(which)}>
                {comparison.nameOf(side)}
              </Chip>
            ))}
          </Choices>
        )}
      </Picture>
      <p class="reading" data-testid="line-here">
        {words ?? 'Choose a line: it is shown in the pictures, and in the editor that the text comes from.'}
      </p>
      <div class="changed-lines">
        <Changed title="More predictable" lines={more} />
        <Changed title="Less predictable" lines={less} />
      </div>
    </>
  );
}

function Changed({ title, lines }: { readonly title: string; readonly lines: readonly LineChange[] }) {
  const { lines: store } = useComparison();
  const id = `changed-${title.split(' ')[0]?.toLowerCase()}`;
  if (lines.length === 0) return null;
  return (
    <section aria-label={title}>
      <table class="numbers" data-testid={id}>
        <caption>
          {title}
          {lines.length > MOST_LISTED && ` · the ${MOST_LISTED} that changed most of ${count(lines.length)}`}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              line
            </th>
            <th scope="col" class="number">
              bits/char
            </th>
            <th scope="col">text</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, MOST_LISTED).map((line) => (
            <tr key={line.line}>
              <td class="number">{count(line.line + 1)}</td>
              <td class="number">{withSign(perCharacter(line))}</td>
              <td>
                <button type="button" class="link changed-line" title="Show this line" onClick={() => store.show(line)}>
                  {cut(store.text(line))}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function namesOf(comparison: Comparison): readonly [string, string] {
  const { first, other } = comparison.lines;
  return [first.value ? comparison.nameOf(first.value.side) : '', other.value ? comparison.nameOf(other.value.side) : ''];
}

const inWords = (line: LineChange, text: string): string =>
  `Line ${count(line.line + 1)}: ${withSign(perCharacter(line))} bits a character, ${signed(line.before / line.characters)} → ${signed(line.after / line.characters)}: “${cut(text)}”`;

const withSign = (bits: number): string => (bits > 0 ? `+${signed(bits)}` : signed(bits));

function cut(text: string): string {
  return textShown(shortened(text.trim(), MOST_SHOWN));
}
