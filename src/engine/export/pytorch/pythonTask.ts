/** What a task adds to the programs of an exported model: its network in PyTorch, how it is asked, and how it goes on learning. */
import type { Rule } from '../../experimentSchema';
import type { NetworkShape } from '../../model/networkShape';
import type { PythonStack } from './pythonStack';

export interface PythonTask {
  /** The class `Model`, and functions that ask it. */
  model(writing: PythonWriting): string;
  /** Names that the functions define, beside `Model`. */
  readonly asks: readonly string[];
  /** A line or two that use them: for README.md and the program's own docstring. `model` is there already. */
  readonly example: readonly string[];
  /** What train.py learns from: the part of it that defines `read_data`, `told` and, where a network remembers, `detached`. */
  training(writing: PythonWriting): readonly string[];
}

/** A network that is being written as a program. */
export interface PythonWriting {
  readonly shape: NetworkShape;
  /** As the architecture has them. */
  readonly stacks: readonly PythonStack[];
  /** What the rule of a tag task takes away. */
  readonly rule?: Rule | undefined;
}

/** Reads padded texts, up to `lengths`. @param gives what the call is unpacked into: outputs, states @param x the vectors that are read */
export function readPaddedInPython({ plain }: PythonStack, gives: string, x: string): string {
  return plain ? `${gives} = read(self.rnn, ${x}, lengths)` : `${gives} = self.rnn(${x}, lengths=lengths)`;
}
