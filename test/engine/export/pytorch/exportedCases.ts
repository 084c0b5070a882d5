/** Networks of every task and cell, in every way to put layers together: what is exported is tried with them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { builtinCells } from '../../../../src/engine/cell/builtin/builtinCells';
import { checkCell } from '../../../../src/engine/cell/compileCell';
import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import type { ExportedCase } from './exportedCase';

const SMALL = { hidden: 5, seed: 1, dropout: 0.25 } as const;
const PLAIN = ['rnn', 'rnn-relu', 'gru-pytorch', 'lstm'];
const own = (name: string, source: string) => ({ cell: `${name}.cell`, cellSource: source });

const named = (options: ExperimentOptions): ExportedCase => {
  const { hidden, seed, dropout, cellSource, ...said } = { ...SMALL, ...options };
  return { name: Object.values(said).join(' '), options: { ...SMALL, ...options } };
};
/** Of cells that are built in. */
export const exportedCases: readonly ExportedCase[] = [
  ...builtinCells.flatMap(({ name: cell }) => [
    named({ task: 'language-model', cell }),
    named({ task: 'language-model', cell, layers: 2, embedding: 5, residual: true }),
    named({ task: 'classify', cell, layers: 2, bidirectional: 'concat' }),
  ]),
  ...[...PLAIN, 'gru', 'slstm', 'sru'].flatMap((cell) => [
    named({ task: 'language-model', cell, layers: 3, embedding: 4 }),
    named({ task: 'tag', cell, layers: 2, bidirectional: 'concat', embedding: 3 }),
    named({ task: 'tag', cell, layers: 1, bidirectional: 'sum' }),
    named({ task: 'tag', cell, layers: 2, bidirectional: 'sum', residual: true, rule: 'case' }),
    named({ task: 'tag', cell, layers: 1, bidirectional: 'no', rule: 'punctuation' }),
    named({ task: 'classify', cell, layers: 1, bidirectional: 'no', rule: undefined }),
    named({ task: 'classify', cell, layers: 1, bidirectional: 'sum', embedding: 4 }),
    named({ task: 'classify', cell, layers: 2, bidirectional: 'sum', residual: true }),
    named({ task: 'infill', cell, layers: 2, bidirectional: 'concat', sideHeads: true }),
    named({ task: 'infill', cell, layers: 1, bidirectional: 'sum', sideHeads: true, embedding: 5, residual: true }),
    named({ task: 'infill', cell, layers: 1, bidirectional: 'sum', sideHeads: false }),
    named({ task: 'generate-from-label', cell, layers: 2, embedding: 3 }),
    named({ task: 'generate-from-label', cell, layers: 1 }),
    ...(['none', 'dot', 'additive'] as const).flatMap((attention) => [
      named({ task: 'translate', cell, attention, bidirectional: 'concat', layers: 2, embedding: 4 }),
      named({ task: 'translate', cell, attention, bidirectional: 'no', layers: 1 }),
      named({ task: 'translate', cell, attention, bidirectional: 'sum', layers: 1, decoderHidden: 4 }),
    ]),
    named({ task: 'translate', cell, attention: 'dot', bidirectional: 'sum', layers: 2, residual: true, decoderHidden: 6 }),
    // The encoder adds what its first layer reads, the decoder does not.
    named({ task: 'translate', cell, attention: 'none', bidirectional: 'no', layers: 2, residual: true, embedding: 5, decoderHidden: 6 }),
  ]),
  named({ task: 'language-model', cell: 'gru, lstm, sru', layers: 3 }),
  named({ task: 'translate', cell: 'lstm, gru', layers: 2, attention: 'dot', bidirectional: 'concat' }),
  named({ task: 'generate-from-label', cell: 'lstm, gru', layers: 2 }),
  named({ task: 'language-model', cell: 'gru', units: 'words', embedding: 4 }),
  named({ task: 'translate', cell: 'gru', units: 'words', embedding: 4, attention: 'dot' }),
  named({ task: 'tag', cell: 'lstm', rule: 'accents', bidirectional: 'concat' }),
];

/** Cells that are not built in: those of the tests, and of a folder that UNROLL_CELLS names. */
const CELLS = ['test/engine/export/pytorch/cells', ...(process.env.UNROLL_CELLS ? [process.env.UNROLL_CELLS] : [])];
export const otherCells: readonly ExportedCase[] = CELLS.flatMap((folder) =>
  readdirSync(folder).map((file) => path.join(folder, file)),
).flatMap((file) => {
  const source = readFileSync(file, 'utf8');
  if (checkCell(source).length > 0) return [];
  return [named({ task: 'language-model', layers: 2, ...own(path.parse(file).name, source) })];
});
