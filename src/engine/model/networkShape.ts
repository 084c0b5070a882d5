/** All that decides a network's parameters: what `parameterSlots` and `forward` go by. */
import type { CellProgram } from '../cell/cellProgram';
import { compileCell } from '../cell/compileCell';
import { type Experiment, ExperimentError, type Task } from '../experimentSchema';

export interface NetworkShape {
  readonly task: Task;
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
  readonly attention: Experiment['attention'];
  /** H of the decoder; as `hidden` where there is none. */
  readonly decoderHidden: number;
}

/** With the boundary symbol where a task has it: see `symbolCounts`. */
export interface NetworkSizes {
  readonly vocabulary: number;
  /** By default as many as the vocabulary has. */
  readonly targets?: number;
  /** By default none. */
  readonly labels?: number;
}

/** The network that an experiment describes. @throws CellSyntaxError, ExperimentError */
export function networkShape(
  experiment: Experiment,
  cellSource: string,
  { vocabulary, targets = vocabulary, labels = 0 }: NetworkSizes,
): NetworkShape {
  const { task, hidden, embedding, residual } = experiment;
  return {
    task,
    cells: compileCells(experiment, cellSource),
    vocabulary,
    targets,
    labels,
    hidden,
    embedding,
    bidirectional: bidirectionalOf(experiment),
    residual,
    attention: task === 'translate' ? experiment.attention : 'none',
    decoderHidden: task === 'translate' ? (experiment.decoderHidden ?? hidden) : hidden,
  };
}

/** The equations of each of the cells that `cellSource` holds. */
export function splitCellSources(cellSource: string): string[] {
  return cellSource.split(/^---\r?\n/m);
}

/** The inverse. */
export function joinCellSources(sources: readonly string[]): string {
  return sources.map((source) => (source.endsWith('\n') ? source : `${source}\n`)).join('---\n');
}

function compileCells({ cell, layers }: Experiment, cellSource: string): CellProgram[] {
  const names = cell.split(',').map((name) => name.trim());
  const sources = splitCellSources(cellSource);
  const compiled = sources.map((source, index) => compileCell(source, `${names[index] ?? cell}.cell`));
  const [only] = compiled;
  if (only && compiled.length === 1) return new Array<CellProgram>(layers).fill(only);
  if (compiled.length === layers) return compiled;
  throw new ExperimentError(
    `cell: there are ${compiled.length} cells (${cell}) and ${layers} ${layers === 1 ? 'layer' : 'layers'}. Name one cell for all layers, or one for each.`,
  );
}

/** A network that predicts the next character must not read backwards: it would see it. */
function bidirectionalOf({ task, bidirectional }: Experiment): Experiment['bidirectional'] {
  if (task === 'language-model' || task === 'generate-from-label') return 'no';
  if (task === 'infill' && bidirectional === 'no') return 'concat';
  return bidirectional;
}
