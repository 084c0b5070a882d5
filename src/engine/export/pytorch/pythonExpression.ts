/** The right-hand side of an equation as Python: `W_hn (r * h)` is `(r * h) @ self.W_hn.T`, for rows of vectors. */
import { childrenOf, type Expression, type Name } from '../../cell/syntaxTree';

/** What the names of a cell are in Python. */
export interface PythonScope {
  /** Of x, a state, an activation, or a parameter with its `self.` */
  of(name: Name): string;
  matrix(name: string): string;
  /** Whether a name stands for one number, which PyTorch's functions do not take as it is. */
  isNumber(name: Name): boolean;
}

/** `sum` binds least. */
type Binding = 'sum' | 'term' | 'product' | 'sign' | 'atom';

interface Written {
  readonly text: string;
  readonly binding: Binding;
}

const FUNCTIONS: Readonly<Record<string, string>> = { softplus: 'F.softplus', silu: 'F.silu' };

/** Without parentheses around it. */
export const pythonExpression = (expression: Expression, scope: PythonScope): string => write(expression, scope).text;

/** Whether it is the same number for all units. */
export function isNumber(expression: Expression, scope: Pick<PythonScope, 'isNumber'>): boolean {
  if (expression.kind === 'name') return scope.isNumber(expression.of);
  return expression.kind !== 'product' && childrenOf(expression).every((child) => isNumber(child, scope));
}

function write(expression: Expression, scope: PythonScope): Written {
  switch (expression.kind) {
    case 'number':
      return { text: String(expression.value), binding: 'atom' };
    case 'name':
      return { text: scope.of(expression.of), binding: 'atom' };
    case 'product': {
      const operand = within(write(expression.operand, scope), ['product', 'atom']);
      return { text: `${operand} @ ${scope.matrix(expression.matrix.name)}.T`, binding: 'product' };
    }
    case 'negate':
      return { text: `-${within(write(expression.operand, scope), ['atom'])}`, binding: 'sign' };
    case 'operation': {
      const { operator } = expression;
      const [left, right] = [write(expression.left, scope), write(expression.right, scope)];
      if (operator === '+' || operator === '-') {
        const text = `${left.text} ${operator} ${within(right, ['term', 'product', 'sign', 'atom'])}`;
        return { text, binding: 'sum' };
      }
      return { text: `${within(left, ['term', 'sign', 'atom'])} ${operator} ${within(right, ['sign', 'atom'])}`, binding: 'term' };
    }
    case 'call':
      return { text: writeCall(expression, scope), binding: 'atom' };
  }
}

const within = ({ text, binding }: Written, plain: readonly Binding[]) => (plain.includes(binding) ? text : `(${text})`);

function writeCall({ callee, arguments: given }: Expression & { readonly kind: 'call' }, scope: PythonScope): string {
  const [first, second] = given as [Expression, Expression?];
  const tensor = (each: Expression) => {
    const { text } = write(each, scope);
    return isNumber(each, scope) ? `torch.as_tensor(${text})` : text;
  };
  if (second) {
    const limit = callee.name === 'max' ? 'min' : 'max';
    const [number, other] = second.kind === 'number' ? [second, first] : [first, second];
    if (number.kind === 'number' && !isNumber(other, scope)) return `torch.clamp(${write(other, scope).text}, ${limit}=${number.value})`;
    return `torch.${callee.name}imum(${tensor(first)}, ${tensor(second)})`;
  }
  if (callee.name === 'gelu') return `F.gelu(${tensor(first)}, approximate="tanh")`;
  return `${FUNCTIONS[callee.name] ?? `torch.${callee.name}`}(${tensor(first)})`;
}
