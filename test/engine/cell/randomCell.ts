/** Random cells as text: any equations over two states, any nesting, always legal. */
import fc from 'fast-check';

export type Tree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly pick: number }
  | { readonly kind: 'input'; readonly matrix: number }
  | { readonly kind: 'product'; readonly matrix: number; readonly operand: Tree }
  | { readonly kind: 'negate'; readonly operand: Tree }
  | { readonly kind: 'operation'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Tree[] };

const ONE = ['sigmoid', 'tanh', 'relu', 'exp', 'log', 'softplus', 'sqrt', 'abs', 'sin', 'cos', 'silu'];
const TWO = ['max', 'min'];

export const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.record({ kind: fc.constant('name' as const), pick: fc.nat(20) }),
    fc.record({ kind: fc.constant('number' as const), value: fc.integer({ min: 1, max: 300 }).map((k) => k / 100) }),
    fc.record({ kind: fc.constant('input' as const), matrix: fc.nat(3) }),
    fc.record({ kind: fc.constant('negate' as const), operand: tie('tree') }),
    fc.record({ kind: fc.constant('product' as const), matrix: fc.nat(3), operand: tie('tree') }),
    fc.record({
      kind: fc.constant('operation' as const),
      operator: fc.constantFrom('+', '-', '*', '/'),
      left: tie('tree'),
      right: tie('tree'),
    }),
    fc.record({ kind: fc.constant('call' as const), name: fc.constantFrom(...ONE), operands: fc.tuple(tie('tree')) }),
    fc.record({ kind: fc.constant('call' as const), name: fc.constantFrom(...TWO), operands: fc.tuple(tie('tree'), tie('tree')) }),
  ),
})).tree;

/** With every parenthesis (`full`) or only those that are needed. */
export function printTree(root: Tree, names: readonly string[], full = false): string {
  const print = (node: Tree): string => printTree(node, names, full);
  const wrap = (node: Tree, needed: boolean): string => (full || needed ? `(${print(node)})` : print(node));
  const isSum = (node: Tree) => node.kind === 'operation' && (node.operator === '+' || node.operator === '-');
  switch (root.kind) {
    case 'number':
      return String(root.value);
    case 'name':
      return names[root.pick % names.length] as string;
    case 'input':
      return `W_x${root.matrix} x`;
    // What a matrix multiplies has to change with time.
    case 'product':
      return `W_h${root.matrix} ${root.operand.kind === 'name' ? 'h' : `(h * (${print(root.operand)}))`}`;
    case 'negate':
      return `-${wrap(root.operand, root.operand.kind === 'operation')}`;
    case 'call':
      return `${root.name}(${root.operands.map(print).join(', ')})`;
    case 'operation': {
      const product = !isSum(root);
      const right = root.right.kind === 'operation' && (isSum(root.right) || product);
      return `${wrap(root.left, product && isSum(root.left))} ${root.operator} ${wrap(root.right, right)}`;
    }
  }
}

/** Up to four equations, then the two states', in which everything is used. */
export const randomCell: fc.Arbitrary<{ source: string; full: string }> = fc.array(tree, { minLength: 3, maxLength: 6 }).map((trees) => ({
  source: printCell(trees, false),
  full: printCell(trees, true),
}));

function printCell(trees: readonly Tree[], full: boolean): string {
  const [forC, forH, ...named] = trees as [Tree, Tree, ...Tree[]];
  const names = ['h', 'c', 'b_a', 'p_a'];
  const lines = ['cell random', 'state h, c'];
  named.forEach((root, k) => {
    lines.push(`a${k} = ${printTree(root, names, full)}`);
    names.push(`a${k}`);
  });
  lines.push(`c' = ${printTree(forC, names, full)}`);
  const used = [...names.slice(4), "c'"].map((name) => `tanh(${name})`).join(' + ');
  lines.push(`h' = ${used} + W_x0 x + (${printTree(forH, [...names, "c'"], full)})`);
  return lines.join('\n');
}
