/** Mistakes in the frame of a cell: its name, states, outputs, initial values and the left-hand sides of its equations. */
import { type CellProblemFact, problemAt } from './cellProblem';
import type { Scope } from './scope';
import { type CellSyntax, type Name, parameterKind } from './syntaxTree';

/** @param whole whether every line could be read: only then can something be missing */
export function checkDeclarations(cell: CellSyntax, scope: Scope, whole: boolean): CellProblemFact[] {
  const present = [...states(cell, scope), ...targets(cell, scope), ...outputs(cell, scope), ...inits(cell, whole)];
  return whole && present.length === 0 ? missing(cell, scope) : present;
}

function missing(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  if (cell.declared.size === 0 && cell.equations.length === 0) {
    return [
      problemAt(
        cell.start,
        "The file has no equations. Begin with: cell my-rnn, state h, h' = tanh(W_x x + W_h h + b), each on a line of its own.",
      ),
    ];
  }
  const problems: CellProblemFact[] = [];
  if (!cell.declared.has('cell')) problems.push(problemAt(cell.start, 'The cell has no name: begin with a line such as cell my-lstm.'));
  if (!cell.declared.has('state'))
    problems.push(problemAt(cell.start, 'The cell remembers nothing: name its states in a line such as state h.'));
  const given = new Set(cell.equations.map(({ target }) => target.name));
  for (const state of cell.states) {
    if (!given.has(state.name))
      problems.push(problemAt(state, `The state ${state.name} never gets a value at time t: write an equation ${state.name}' = ….`));
  }
  const last = cell.equations.at(-1);
  if (last && cell.outputs.length === 0 && cell.states.length > 0 && !scope.isState('h')) {
    problems.push(
      problemAt(
        cell.start,
        `There is no h', so the cell must say what its output is: add a line such as output ${scope.activationName(last.target)}.`,
      ),
    );
  }
  return problems;
}

function states(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  const seen = new Set<string>();
  return cell.states.flatMap((state) => {
    const message =
      scope.refusal(state.name) ??
      (state.mark === 'prime' || state.mark === 't-1' ? `A state is declared by its bare name: write state ${state.name}.` : undefined) ??
      (seen.has(state.name) ? `${state.name} is declared twice: take one out.` : undefined);
    seen.add(state.name);
    return message === undefined ? [] : [problemAt(state, message)];
  });
}

function targets(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  return cell.equations.flatMap(({ target }, index) => {
    const { name, mark, text } = target;
    const message = scope.refusal(name) ?? (scope.isState(name) ? stateTarget(target) : activationTarget(target, cell));
    if (message !== undefined) return [problemAt(target, message)];
    const first = scope.equationOf(scope.activationName(target)) as number;
    if (first === index) return [];
    const line = cell.equations[first]?.target.line;
    return [
      problemAt(
        target,
        `${mark === 't' ? name : text} is already assigned on line ${line}: choose another name, or take one of the two out.`,
      ),
    ];
  });
}

function stateTarget({ name, mark, text }: Name): string | undefined {
  if (mark === 'prime' || mark === 't') return undefined;
  return `${text} is the state's value at t − 1 and is given: write ${name}' = … for its value at t.`;
}

function activationTarget({ name, mark, text }: Name, cell: CellSyntax): string | undefined {
  if (mark === 'prime' && cell.states.length > 0)
    return `${text} has a prime, but ${name} is not a state: write ${name} = …, or add ${name} to the state line.`;
  if (mark === 't-1') return `An equation gives a value at time t: write ${name} = ….`;
  return undefined;
}

function outputs(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  const [output, second] = cell.outputs;
  if (second) return [problemAt(second, 'A cell has one output: take one of them out.')];
  if (!output) return [];
  const { name, mark, text } = output;
  if (scope.isState(name) && (mark === 'none' || mark === 't-1'))
    return [problemAt(output, `${text} is the value at t − 1: write output ${name}'.`)];
  if (scope.equationOf(scope.activationName(output)) !== undefined && (mark === 'none' || mark === 't' || scope.isState(name))) return [];
  const named = cell.equations.map(({ target }) => scope.activationName(target)).join(', ');
  return [
    problemAt(output, `${text} has no equation, so it cannot be the output: name ${named === '' ? 'an activation' : `one of ${named}`}.`),
  ];
}

function inits(cell: CellSyntax, whole: boolean): CellProblemFact[] {
  const seen = new Set<string>();
  const used = new Set(cell.equations.flatMap(({ names }) => names.map(({ name }) => name)));
  return cell.inits.flatMap(({ parameter }) => {
    const { name, text, mark } = parameter;
    let message: string | undefined;
    if (!parameterKind(name)) message = `${text} is not a parameter: an initial value is for a name that starts with W, b or p.`;
    else if (mark !== 'none') message = `${name} is learned and the same at every step: write ${name}.`;
    else if (seen.has(name)) message = `${name} has an initial value already: take one out.`;
    else if (!used.has(name) && whole) message = `${name} stands in no equation: use it in one, or take this line out.`;
    seen.add(name);
    return message === undefined ? [] : [problemAt(parameter, message)];
  });
}
