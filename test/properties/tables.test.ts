/** Tables of every shape, written at random with the truth beside them: what is read is the truth, and what is said is so. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { materialOf } from '../../src/sources/readMaterial';

const WORDS =
  'the a grey miller cat tide baker watches paints counts river door moon lamp apples dawn quiet old small seven kites bread salt'.split(
    ' ',
  );
const LABELS = ['glad', 'sad', 'calm', 'angry', 'in awe'];
/** Names of columns, few of them usual ones. */
const TEXTS = ['lyric', 'poem', 'line', 'text', 'utterance', 'was gesagt', 'Comment'];
const TARGETS = ['mood', 'label', 'feeling', 'kind', 'Stimmung'];

interface Truth {
  readonly input: string;
  readonly target: string;
  /** Where it begins, from 1 on. */
  readonly line: number;
}

interface Written {
  readonly file: string;
  readonly text: string;
  readonly rows: readonly Truth[];
  readonly header: boolean;
}

const word = fc.constantFrom(...WORDS);
const clause = fc.array(word, { minLength: 3, maxLength: 9 }).map((words) => words.join(' '));
/** With what makes tables hard. @param marks that may stand in it */
const sentence = (marks: readonly string[]) =>
  fc
    .tuple(clause, fc.option(fc.constantFrom(...marks), { freq: 2 }), clause)
    .map(([a, mark, b]) => (mark === null ? a : `${a}${mark}${b}`));

const rowsOf = (marks: readonly string[]) =>
  fc.array(fc.record({ input: sentence(marks), target: fc.constantFrom(...LABELS.slice(0, 3)), more: fc.nat(9999) }), {
    minLength: 24,
    maxLength: 48,
  });

/** Each of two labels some times, and few texts twice, as people's tables have them. */
const several = (rows: readonly { readonly input: string; readonly target: string }[]) => {
  if (new Set(rows.map(({ input }) => input)).size < rows.length * 0.8) return false;
  const counts = new Map<string, number>();
  for (const { target } of rows) counts.set(target, (counts.get(target) ?? 0) + 1);
  return counts.size > 1 && [...counts.values()].every((count) => count > 2);
};

const shape = fc.record({
  header: fc.boolean(),
  labelFirst: fc.boolean(),
  extra: fc.constantFrom('none', 'ids', 'dates', 'numbers') as fc.Arbitrary<'none' | 'ids' | 'dates' | 'numbers'>,
  ends: fc.constantFrom('\n', '\r\n'),
  names: fc.tuple(fc.constantFrom(...TEXTS), fc.constantFrom(...TARGETS)),
  blank: fc.boolean(),
  trailing: fc.boolean(),
  final: fc.boolean(),
});

const extras = {
  none: () => [],
  ids: (index: number) => [`${index + 1}`],
  dates: (index: number) => [`2024-0${1 + (index % 9)}-1${index % 10}`],
  numbers: (_: number, more: number) => [`${more / 100}`],
};

/** Quoted where it must be, and now and then where it need not. */
const quoted = (cell: string, separator: string, also: boolean) =>
  also || cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const values = fc
  .constantFrom(...([',', ';', '|', '\t'] as const))
  .chain((separator) => {
    const marks = separator === '\t' ? [', ', '; ', ' – '] : [', ', '; ', ' "so" ', '\n', '\n\n', ' – '];
    return fc.tuple(fc.constant(separator), rowsOf(marks).filter(several), shape, fc.boolean());
  })
  .map(([separator, rows, { header, labelFirst, extra, ends, names, blank, trailing, final }, also]): Written => {
    const cells = (input: string, target: string, others: readonly string[]) => [
      ...others,
      ...(labelFirst ? [target, input] : [input, target]),
    ];
    const lines: string[] = [];
    const truth: Truth[] = [];
    let line = 1;
    const write = (row: readonly string[]) => {
      const text = row.map((cell, column) => quoted(cell, separator, also && column % 2 === 0)).join(separator);
      lines.push(text);
      line += text.split('\n').length;
    };
    if (header) write(cells(names[0], names[1], extra === 'none' ? [] : [{ ids: 'nr', dates: 'wann', numbers: 'weight' }[extra]]));
    rows.forEach(({ input, target, more }, index) => {
      if (blank && index % 7 === 3) {
        lines.push('');
        line++;
      }
      truth.push({ input, target, line });
      write(cells(input, trailing && index % 3 === 0 ? `${target}  ` : target, extras[extra](index, more)));
    });
    // Line breaks within a value stay as they are.
    return { file: separator === '\t' ? 'a.tsv' : 'a.csv', text: lines.join(ends) + (final ? ends : ''), rows: truth, header };
  });

const objects = fc
  .tuple(rowsOf([', ', ' "so" ', '\n', '\\', '\t']).filter(several), shape, fc.boolean(), fc.boolean(), fc.infiniteStream(fc.boolean()))
  .map(([rows, { labelFirst, extra, ends, names, blank, trailing, final }, nested, list, order]): Written => {
    const texts: string[] = [];
    const truth: Truth[] = [];
    let line = list ? 2 : 1;
    rows.forEach(({ input, target, more }, index) => {
      if (blank && index % 7 === 3) {
        if (!list) texts.push('');
        line += list ? 0 : 1;
      }
      const lacks = index % 11 === (labelFirst ? 0 : 4);
      const label = trailing && index % 3 === 0 ? `${target} ` : target;
      const fields: [string, unknown][] = [
        [names[0], input],
        ...(lacks
          ? []
          : [nested ? (['meta', { [names[1]]: label, source: 7 }] as [string, unknown]) : ([names[1], label] as [string, unknown])]),
        ...extras[extra](index, more).map((each): [string, unknown] => ['extra', each]),
      ];
      if (order.next().value) fields.reverse();
      if (!lacks) truth.push({ input, target, line });
      texts.push(JSON.stringify(Object.fromEntries(fields)));
      line++;
    });
    const text = list ? `[${ends}${texts.join(`,${ends}`)}${ends}]` : texts.join(ends);
    return { file: list ? 'a.json' : 'a.jsonl', text: text + (final ? ends : ''), rows: truth, header: false };
  });

function isRead({ file, text, rows, header }: Written): void {
  const { material, notes, header: found } = materialOf({ task: 'classify' }, [{ file, text }]);
  assert.ok(material.kind === 'rows');
  assert.deepEqual(
    material.rows.map(({ input, target, line }) => ({ input, target, line })),
    rows,
    notes[0],
  );
  assert.equal(found, header, notes[0]);
  assert.equal(/row 1 is read as a header/.test(notes[0] as string), header);
}

describe('tables at random', () => {
  const numRuns = Number(process.env.RUNS ?? 150);
  it('values between tabs, commas, semicolons and bars', () => fc.assert(fc.property(values, isRead), { numRuns }));
  it('objects line by line, and in a list', () => fc.assert(fc.property(objects, isRead), { numRuns }));
});
