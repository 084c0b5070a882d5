/** A cell as a class of Python: its comments, a parameter for each of its own, and a line for each equation. */
import type { CellProgram } from '../../cell/cellProgram';
import { analyseCell } from '../../cell/compileCell';
import { type CellSyntax, childrenOf, type Expression, type Name, parameterKind } from '../../cell/syntaxTree';
import { linesOf } from '../../text/lines';
import { isNumber, type PythonScope, pythonExpression } from './pythonExpression';
import { comment, docstring, indented, lines, PythonNames } from './pythonText';

/** Of `nn.Module`, and of what the cells are made from: a parameter cannot be called so. */
const OF_MODULE =
  'parameters buffers bfloat16 W_ b_ p_ training dump_patches call_super_init hidden states step forward apply children cpu cuda double eval extra_repr half modules named_buffers named_parameters register_buffer register_parameter requires_grad_ share_memory state_dict to train xpu zero_grad';
const LONGEST = 120;

/** What the parameters of a cell are called in its module, by their own names. */
export function parameterNames({ parameters }: CellProgram): ReadonlyMap<string, string> {
  const names = new PythonNames(OF_MODULE.split(' '));
  return new Map(parameters.map(({ name }) => [name, names.of(name)]));
}

/** `lstm-peephole` → `LstmPeepholeCell` */
export function className({ name }: CellProgram, names: PythonNames, key: string): string {
  const words = name.split(/[-_]+/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return names.of(key, `${words.join('')}Cell`);
}

/** A subclass of `Recurrence`. */
export function cellClass(cell: CellProgram, called: string): string {
  const { cell: syntax } = analyseCell(cell.source);
  const named = parameterNames(cell);
  const title = titleOf(cell.source);
  const shapes: Readonly<Record<CellProgram['parameters'][number]['kind'], string>> = {
    'input-matrix': 'hidden, inputs',
    'recurrent-matrix': 'hidden, hidden',
    bias: 'hidden',
    vector: 'hidden',
  };
  const parameters = cell.parameters.map(({ name, kind }) => `self.${named.get(name)} = weights(hidden, ${shapes[kind]})`);
  return lines(
    `class ${called}(Recurrence):`,
    indented(docstring(title.length > 1 ? [title[0] as string, '', ...title.slice(1)] : [title[0] ?? `The cell ${cell.name}.`], '')),
    '',
    '    def __init__(self, inputs, hidden):',
    `        super().__init__(hidden, states=${cell.states.length})`,
    ...parameters.map((line) => `        ${line}`),
    '',
    indented(step(cell, syntax, named)),
  );
}

/** The comments that a file begins with. */
function titleOf(source: string): string[] {
  const all = linesOf(source);
  const end = all.findIndex((line) => !/^\s*(#.*)?$/u.test(line));
  return all.slice(0, end < 0 ? all.length : end).flatMap((line) => {
    const text = line.replace(/^\s*#+/u, '').trim();
    return text === '' ? [] : [text];
  });
}

function step(cell: CellProgram, syntax: CellSyntax, parameters: ReadonlyMap<string, string>): string {
  const states = new Set(cell.states);
  const locals = new PythonNames();
  for (const state of cell.states) locals.of(state);
  const now = (name: Name) => (states.has(name.name) ? locals.of(`${name.name}'`, `${name.name}_next`) : locals.of(name.name));
  const numbers = new Set<string>();
  const still = new Set<string>();
  const isPast = ({ name, mark }: Name) => states.has(name) && (mark === 'none' || mark === 't-1');
  const scope: PythonScope = {
    of: (name) => {
      if (name.name === 'x') return 'x';
      if (parameterKind(name.name)) return `self.${parameters.get(name.name)}`;
      return isPast(name) ? locals.of(name.name) : now(name);
    },
    matrix: (name) => `self.${parameters.get(name)}`,
    isNumber: (name) => !isPast(name) && numbers.has(now(name)),
  };
  const isStill = (part: Expression): boolean => {
    if (part.kind === 'product') return false;
    if (part.kind !== 'name') return childrenOf(part).every(isStill);
    return parameterKind(part.of.name) !== undefined || (part.of.name !== 'x' && !isPast(part.of) && still.has(now(part.of)));
  };
  const equations = syntax.equations.map(({ target, expression }) => {
    const right = expression as Expression;
    const [text, left] = [pythonExpression(right, scope), now(target)];
    const handedOn = states.has(target.name) || `activation:${target.name}` === cell.output;
    if (isNumber(right, scope) && !handedOn) numbers.add(left);
    if (!isStill(right)) return `${left} = ${text}`;
    if (!handedOn) still.add(left);
    // The same for all texts: as many rows as there are texts.
    return handedOn ? `${left} = torch.zeros_like(${locals.of(cell.states[0] as string)}) + (${text})` : `${left} = ${text}`;
  });
  const after = cell.states.map((state) => locals.of(`${state}'`, `${state}_next`));
  const output = cell.output.replace(/^activation:/, '');
  return lines(
    `def step(self, x, ${cell.states.map((state) => locals.of(state)).join(', ')}):`,
    ...withComments(cell.source, syntax, equations).map((line) => `    ${line}`.trimEnd()),
    `    return ${locals.of(output)}, (${after.join(', ')}${after.length === 1 ? ',' : ''})`,
  );
}

/** The equations, each with its comment, and the comments that stand between them. */
function withComments(source: string, { equations }: CellSyntax, written: readonly string[]): string[] {
  const byLine = new Map(equations.map(({ target }, index) => [target.line, written[index] as string]));
  const texts = linesOf(source);
  const first = equations[0]?.target.line ?? 1;
  const begin = texts.findIndex((line) => !/^\s*(#.*)?$/u.test(line));
  return texts.flatMap((text, index) => {
    const line = byLine.get(index + 1);
    const at = text.indexOf('#');
    const said = at < 0 ? '' : comment(text.slice(at + 1));
    if (line === undefined) return index > begin && index + 1 > first && /^\s*#/u.test(text) ? [said] : [];
    if (said === '' || said === '#') return [line];
    return line.length + said.length + 10 > LONGEST ? [said, line] : [`${line}  ${said}`];
  });
}
