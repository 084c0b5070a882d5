/** All that decides a network's parameters: what `parameterSlots` and `forward` go by. */
import type { CellProgram } from '../cell/cellProgram';
import type { Experiment, Task } from '../experimentSchema';

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
  readonly bidirectional: Experiment['bidirectional'];
  readonly residual: boolean;
  readonly attention: Experiment['attention'];
  /** For translate: H of the decoder. */
  readonly decoderHidden: number;
}
