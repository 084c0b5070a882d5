/** What the keys of a cell's quantities read like in its equations: `W_hn (r * h)` for a product, `h` for a state at t − 1. */
import type { CellProgram, MatrixBlock } from './cellProgram';
import { cutEquation } from './cutEquation';
import { asAtom, type Printed, printProgram } from './printProgram';

export function printKeys({ stages, blocks }: CellProgram): (key: string) => Printed {
  const names = new Map<string, Printed>();
  const nameOf = (key: string): Printed => {
    const known = names.get(key);
    if (known) return known;
    const name = key.slice(key.indexOf(':') + 1);
    return key.startsWith('x:') ? { text: `${name} x`, binding: 'product' } : { text: name, binding: 'atom' };
  };
  for (const stage of stages) {
    if (stage.kind === 'gemm') {
      const { matrices } = blocks[stage.block] as MatrixBlock;
      stage.products.forEach((key, k) => names.set(key, { text: `${matrices[k]} ${asAtom(nameOf(stage.operand))}`, binding: 'product' }));
      continue;
    }
    stage.outputs.forEach((key, k) => {
      if (!key.startsWith('operand:')) return;
      const { program, inputs } = cutEquation(stage, k);
      names.set(key, printProgram(program, inputs.map(nameOf))[0] as Printed);
    });
  }
  return nameOf;
}
