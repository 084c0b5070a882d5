/** Each operation as a step over resolved memory: the closed list, once. */
import type { Operation } from '../../engine/backend';
import { gemm } from './gemm';
import { pointwise } from './pointwise';
import { type Memory, rectangle, wholeRectangle } from './rectangle';
import { sumRows, sumSquares } from './reductions';
import { gather, scatterAdd, stack } from './rows';
import { crossEntropy, crossEntropyGradient, logSumExp } from './softmax';

export function compileOperation(operation: Operation, memory: Memory): () => void {
  const at = (view: Parameters<typeof rectangle>[1]) => rectangle(memory, view);
  if (operation.op === 'pointwise') return pointwise(operation.program, operation.inputs.map(at), operation.outputs.map(at));
  const out = wholeRectangle(memory, operation.out);
  switch (operation.op) {
    case 'gemm':
      return gemm(at(operation.a), at(operation.b), operation.transposeA, operation.transposeB, operation.add && at(operation.add), out);
    case 'gather':
      return gather(at(operation.table), at(operation.indices), out);
    case 'scatterAdd':
      return scatterAdd(at(operation.rows), at(operation.indices), out);
    case 'stack':
      return stack(operation.parts.map(at), out);
    case 'sumRows':
      return sumRows(at(operation.a), out);
    case 'sumSquares':
      return sumSquares(at(operation.a), out);
    case 'logSumExp':
      return logSumExp(at(operation.logits), out);
    case 'crossEntropy':
      return crossEntropy(at(operation.logits), at(operation.logSumExp), at(operation.targets), out);
    case 'crossEntropyGradient':
      return crossEntropyGradient(at(operation.logits), at(operation.logSumExp), at(operation.targets), at(operation.weights), out);
  }
}
