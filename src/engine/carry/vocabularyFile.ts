/** The file beside weights that says what their rows stand for: people have it as a list, or as a table in either direction. */
import { z } from 'zod';
import { CheckpointError } from '../checkpoint/checkpointError';
import type { SavedSymbols } from '../data/symbols';
import { shortened } from '../text/shortened';

const list = z.array(z.string());
const bySymbol = z.record(z.string(), z.int().nonnegative());
const byIndex = z.record(z.string().regex(/^\d+$/), z.string());
const parts = z.strictObject({ vocabulary: z.unknown(), targets: z.unknown(), labels: z.unknown() }).partial();
/** What an exported folder says beside them (`vocabularyJson`). */
const ABOUT = ['units', 'unknown', 'boundary', 'boundaryTold', 'lineEnds', 'normalization', 'rule', 'window'];

/**
 * `["a", "b"]`, `{"a": 0, "b": 1}` or `{"0": "a", "1": "b"}`; where a model tells apart other symbols than it reads, such a table for
 * each: `{"vocabulary": …, "targets": …, "labels": …}`.
 * @throws CheckpointError
 */
export function readVocabularyFile(json: string): Partial<SavedSymbols> {
  const value = parsed(json);
  const each = parts.safeParse(withoutAbout(value));
  const tables = each.success && Object.values(each.data).every((table) => typeof table === 'object') ? Object.entries(each.data) : [];
  if (tables.length === 0) return { vocabulary: symbolsIn(value) };
  return Object.fromEntries(tables.map(([name, table]) => [name, symbolsIn(table)]));
}

function symbolsIn(value: unknown): readonly string[] {
  const symbols = inOrder(value);
  if (symbols === undefined)
    throw new CheckpointError(
      'The vocabulary is in no form that is known. Write a list of symbols, ["a", "b"], or a table of each symbol and its row, {"a": 0, "b": 1}.',
    );
  const rows = new Map(symbols.map((symbol, row) => [symbol, row])); // the last of each
  const twice = symbols.find((symbol, row) => rows.get(symbol) !== row);
  if (twice !== undefined)
    throw new CheckpointError(
      `The vocabulary has “${shortened(twice, 30)}” twice. Leave one of them out: each symbol has a row of its own.`,
    );
  return symbols;
}

/** In a table of symbols each of these words may be one: they go only from beside a list of symbols. */
function withoutAbout(value: unknown): unknown {
  const record = z.looseObject({ vocabulary: list }).safeParse(value);
  return record.success ? Object.fromEntries(Object.entries(record.data).filter(([key]) => !ABOUT.includes(key))) : value;
}

/** By row, from 0 on. */
function inOrder(value: unknown): readonly string[] | undefined {
  const listed = list.safeParse(value);
  if (listed.success) return listed.data;
  const [symbols, rows] = [bySymbol.safeParse(value), byIndex.safeParse(value)];
  const pairs = rows.success
    ? Object.entries(rows.data).map(([row, symbol]) => [symbol, Number(row)] as const)
    : symbols.success
      ? Object.entries(symbols.data)
      : undefined;
  if (pairs === undefined) return undefined;
  const byRow = new Map(pairs.map(([symbol, row]) => [row, symbol]));
  return pairs.map((_, row) => {
    const symbol = byRow.get(row);
    if (symbol === undefined)
      throw new CheckpointError(
        `The vocabulary has ${pairs.length} symbols, and none is of row ${row}. Give them the rows from 0 to ${pairs.length - 1}, each once.`,
      );
    return symbol;
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CheckpointError('The vocabulary is not JSON. Write a list of symbols: ["a", "b"].');
  }
}
