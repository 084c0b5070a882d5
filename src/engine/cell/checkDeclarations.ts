/** Mistakes in the frame of a cell: its name, states, outputs, initial values and the left-hand sides of its equations. */
import { type CellProblemFact, problemAt } from './cellProblem';
import type { Scope } from './scope';
import { type CellSyntax, type Name, parameterKind } from './syntaxTree';

export function checkDeclarations(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  return [...missing(cell), ...states(cell, scope), ...targets(cell, scope), ...outputs(cell, scope), ...inits(cell)];
}

function missing(cell: CellSyntax): CellProblemFact[] {
  if (cell.declared.size === 0 && cell.equations.length === 0) {
    return [problemAt(cell.start, 'The file has no equations. Begin with: cell my-rnn, state h, h\' = tanh(W_x x + W_h h + b), each on a line of its own.')];
  }
  const problems: CellProblemFact[] = [];
  if (!cell.declared.has('cell')) problems.push(problemAt(cell.start, 'The cell has no name: begin with a line such as cell my-lstm.'));
  if (!cell.declared.has('state')) problems.push(problemAt(cell.start, 'The cell remembers nothing: name its states in a line such as state h.'));
  return problems;
}

function states(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  const seen = new Set<string>();
  return cell.states.flatMap((state) => {
    const refusal = scope.refusal(state.name);
    const message = refusal
      ?? (state.mark === 'prime' || state.mark === 't-1' ? `A state is declared by its bare name: write state ${state.name}.` : undefined)
      ?? (seen.has(state.name) ? `${state.name} is declared twice: take one out.` : undefined)
      ?? (scope.equationOf(`${state.name}'`) === undefined ? unassigned(state, cell) : undefined);
    seen.add(state.name);
    return message === undefined ? [] : [problemAt(state, message)];
  });
}

function unassigned({ name }: Name, cell: CellSyntax): string | undefined {
  // Where its equation has a mistake of its own, that is the one to report.
  if (cell.equations.some(({ target }) => target.name === name)) return undefined;
  return `The state ${name} never gets a value at time t: write an equation ${name}' = ….`;
}

function targets(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  return cell.equations.flatMap(({ target }, index) => {
    const { name, mark, text } = target;
    const message = scope.refusal(name) ?? (scope.isState(name) ? stateTarget(target) : activationTarget(target));
    if (message !== undefined) return [problemAt(target, message)];
    const first = scope.equationOf(scope.activationName(target)) as number;
    if (first === index) return [];
    const line = cell.equations[first]?.target.line;
    return [problemAt(target, `${mark === 't' ? name : text} is already assigned on line ${line}: choose another name, or take one of the two out.`)];
  });
}

function stateTarget({ name, mark, text }: Name): string | undefined {
  if (mark === 'prime' || mark === 't') return undefined;
  return `${text} is the state's value at t − 1 and is given: write ${name}' = … for its value at t.`;
}

function activationTarget({ name, mark, text }: Name): string | undefined {
  if (mark === 'prime') return `${text} has a prime, but ${name} is not a state: write ${name} = …, or add ${name} to the state line.`;
  if (mark === 't-1') return `An equation gives a value at time t: write ${name} = ….`;
  return undefined;
}

function outputs(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  const [output, second] = cell.outputs;
  if (second) return [problemAt(second, 'A cell has one output: take one of them out.')];
  if (output) {
    const { name, mark, text } = output;
    if (scope.isState(name) && (mark === 'none' || mark === 't-1')) return [problemAt(output, `${text} is the value at t − 1: write output ${name}'.`)];
    if (scope.equationOf(scope.activationName(output)) !== undefined && mark !== 't-1') return [];
    return [problemAt(output, `${text} has no equation, so it cannot be the output: name one of ${listed(cell, scope)}.`)];
  }
  if (cell.declared.has('output') || scope.equationOf('h\'') !== undefined || scope.isState('h') || !cell.declared.has('state')) return [];
  if (cell.equations.length === 0) return [];
  return [problemAt(cell.start, `There is no h', so the cell must say what its output is: add a line such as output ${scope.activationName((cell.equations.at(-1) as { target: Name }).target)}.`)];
}

function listed(cell: CellSyntax, scope: Scope): string {
  return cell.equations.map(({ target }) => scope.activationName(target)).join(', ') || 'the equations';
}

function inits(cell: CellSyntax): CellProblemFact[] {
  const seen = new Set<string>();
  const used = new Set(cell.equations.flatMap(({ names }) => names.map(({ name }) => name)));
  const complete = cell.equations.every(({ expression }) => expression !== undefined);
  return cell.inits.flatMap(({ parameter }) => {
    const { name, text, mark } = parameter;
    let message: string | undefined;
    if (!parameterKind(name)) message = `${text} is not a parameter: an initial value is for a name that starts with W, b or p.`;
    else if (mark !== 'none') message = `${name} is learned and the same at every step: write ${name}.`;
    else if (seen.has(name)) message = `${name} has an initial value already: take one out.`;
    else if (!used.has(name) && complete) message = `${name} stands in no equation: use it in one, or take this line out.`;
    seen.add(name);
    return message === undefined ? [] : [problemAt(parameter, message)];
  });
}
