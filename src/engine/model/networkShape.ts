/** All that decides a network's parameters: what `parameterSlots` and `forward` go by. */
import type { CellProgram } from '../cell/cellProgram';
import { cellNames, splitCellSources } from '../cell/cellSources';
import { compileCell } from '../cell/compileCell';
import type { SavedSymbols } from '../data/symbols';
import { type Experiment, ExperimentError } from '../experimentSchema';
import { taskOf } from '../tasks/tasks';
import type { Architecture } from './architecture';

export interface NetworkShape {
  readonly architecture: Architecture;
  /** L cells, from the lowest layer up. */
  readonly cells: readonly CellProgram[];
  /** V: symbols that the first layer reads (for translate: of the source). */
  readonly vocabulary: number;
  /** Symbols or labels that the head tells apart; for translate also what the decoder reads; for generate-from-label: V. */
  readonly targets: number;
  /** For generate-from-label: how many labels begin a text; else 0. */
  readonly labels: number;
  /** H */
  readonly hidden: number;
  /** E; 0 feeds one-hot vectors. */
  readonly embedding: number;
  /** For infill always one of the two ways to join its stacks; `no` where a network cannot read backwards. */
  readonly bidirectional: Experiment['bidirectional'];
  readonly residual: boolean;
  /** For infill: whether each of its stacks has a head of its own beside the joined one. */
  readonly sideHeads: boolean;
  readonly attention: Experiment['attention'];
  /** H of the decoder; as `hidden` where there is none. */
  readonly decoderHidden: number;
}

/** With the boundary symbol where a task has it. */
export interface NetworkSizes {
  readonly vocabulary: number;
  /** By default as many as the vocabulary has. */
  readonly targets?: number;
  /** By default none. */
  readonly labels?: number;
}

/** The network of an experiment that tells these symbols apart. @throws CellSyntaxError, ExperimentError */
export function networkOf(experiment: Experiment, cellSource: string, symbols: SavedSymbols): NetworkShape {
  const { read, told } = taskOf(experiment).boundary;
  return networkShape(experiment, cellSource, {
    vocabulary: symbols.vocabulary.length + (read ? 1 : 0),
    targets: symbols.targets.length + (told ? 1 : 0),
    labels: symbols.labels.length,
  });
}

/** The same by how many there are. @throws CellSyntaxError, ExperimentError */
export function networkShape(
  experiment: Experiment,
  cellSource: string,
  { vocabulary, targets = vocabulary, labels = 0 }: NetworkSizes,
): NetworkShape {
  const { hidden, embedding, residual, sideHeads } = experiment;
  const { network: architecture } = taskOf(experiment);
  return {
    architecture,
    cells: compileCells(experiment, cellSource),
    vocabulary,
    targets,
    labels,
    hidden,
    embedding,
    residual,
    sideHeads,
    ...architecture.settle(experiment),
  };
}

function compileCells({ cell, layers }: Experiment, cellSource: string): CellProgram[] {
  const names = cellNames(cell);
  const sources = splitCellSources(cellSource);
  const compiled = sources.map((source, index) => compileCell(source, `${names[index] ?? cell}.cell`));
  const [only] = compiled;
  if (only && compiled.length === 1) return new Array<CellProgram>(layers).fill(only);
  if (compiled.length === layers) return compiled;
  throw new ExperimentError(
    `cell: there are ${compiled.length} cells (${cell}) and ${layers} ${layers === 1 ? 'layer' : 'layers'}. Name one cell for all layers, or one for each.`,
  );
}
