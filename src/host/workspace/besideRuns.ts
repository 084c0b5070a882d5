/** Runs like another, but for their cell: what the same text, size, seed and updates come to with rnn, gru and lstm. */
import * as path from 'node:path';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { Beside } from '../../protocol/panelProtocol';

/** Each with how many products with the state a step has, by which its time goes. */
const CELLS = { rnn: 1, gru: 3, lstm: 4 } as const;

/** The other cells, each with the latest run that was trained so, where there is one. */
export function runsBeside(run: RunSummary, all: readonly RunSummary[]): Beside[] {
  const { cell } = run.experiment;
  const own = CELLS[cell as keyof typeof CELLS] ?? CELLS.gru;
  const elapsed = run.latest?.elapsed ?? 0;
  const like = all.filter(
    (other) => other.folder !== run.folder && other.hasCheckpoint && other.update === run.update && alike(run, other),
  );
  return Object.entries(CELLS)
    .filter(([name]) => name !== cell)
    .map(([name, products]) => {
      const found = like.find(({ experiment }) => experiment.cell === name);
      return { cell: name, seconds: (elapsed * products) / own, ...(found && { folder: found.folder }) };
    });
}

function alike(a: RunSummary, b: RunSummary): boolean {
  return path.dirname(a.folder) === path.dirname(b.folder) && learned(a) === learned(b);
}

/** All that decides what is learned, but for the cell, and for weights of one to start from. Where it is trained, and how often it is kept, decides nothing. */
function learned({ experiment }: RunSummary): string {
  const { cell, cellSource, device, checkpointEvery, updates, epochs, minutes, init, initVocabulary, ...rest } = experiment;
  return JSON.stringify(rest, Object.keys(rest).sort());
}
