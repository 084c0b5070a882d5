/** What each name of a cell stands for: the one place where a name and its mark of time become a key. */
import { CELL_FUNCTIONS, cellFunction } from './cellFunctions';
import { KEYWORDS } from './parser';
import { closestName } from './spelling';
import { type CellSyntax, type Name, parameterKind } from './syntaxTree';

/** A key of `CellProgram`, or `x`; or why the name stands for nothing. */
export type Meaning = { readonly key: string } | { readonly mistake: string };

export class Scope {
  private readonly states: ReadonlySet<string>;
  /** The first equation of each activation, by the activation's name: i, h'. */
  private readonly assigned = new Map<string, number>();

  constructor(private readonly cell: CellSyntax) {
    this.states = new Set(cell.states.map(({ name }) => name));
    cell.equations.forEach(({ target }, index) => {
      const name = this.activationName(target);
      if (!this.assigned.has(name)) this.assigned.set(name, index);
    });
  }

  isState(name: string): boolean {
    return this.states.has(name);
  }

  /** The name of the activation that an equation defines: primed where it is a state. */
  activationName(target: Name): string {
    return this.states.has(target.name) ? `${target.name}'` : target.name;
  }

  equationOf(activation: string): number | undefined {
    return this.assigned.get(activation);
  }

  /** What a name in equation `from` stands for. */
  meaningOf(name: Name, from: number): Meaning {
    if (name.name === 'x') return this.input(name);
    if (parameterKind(name.name)) return parameter(name);
    if (this.states.has(name.name)) {
      if (name.mark === 'none' || name.mark === 't-1') return { key: `previous:${name.name}` };
      return this.activation(`${name.name}'`, name, from);
    }
    if (!this.assigned.has(name.name)) return { mistake: this.undefinedName(name) };
    if (name.mark === 'prime')
      return { mistake: `${name.name} is not a state, so it has no prime: write ${name.name}, or add it to the state line.` };
    if (name.mark === 't-1')
      return {
        mistake: `Only a state has a value at t − 1: add ${name.name} to the state line and assign ${name.name}' instead of ${name.name}.`,
      };
    return this.activation(name.name, name, from);
  }

  /** Why a name may not be given to a state or an activation. */
  refusal(name: string): string | undefined {
    if (name === 'x') return "x is the cell's input at time t: choose another name.";
    if (KEYWORDS.includes(name)) return `${name} is a word of the notation: choose another name.`;
    if (cellFunction(name)) return `${name} is a function: choose another name.`;
    if (parameterKind(name))
      return `${name} would be learned, as every name that starts with W, b or p: choose a name with another first letter.`;
    return undefined;
  }

  private input({ mark }: Name): Meaning {
    if (mark === 'prime') return { mistake: 'x is the input at time t already: write it without the prime.' };
    if (mark === 't-1') return { mistake: "Only the input at time t is there: to remember it, add a state m and the equation m' = W_m x." };
    return { key: 'x' };
  }

  private activation(activation: string, used: Name, from: number): Meaning {
    const index = this.assigned.get(activation);
    if (index === undefined) return { mistake: `${used.text} has no equation: write ${activation} = … on a line above.` };
    if (index < from) return { key: `activation:${activation}` };
    if (index === from) {
      const past = this.states.has(used.name)
        ? `write ${used.name}, without the prime, for its value at t − 1`
        : `to use its value at t − 1, add ${used.name} to the state line`;
      return { mistake: `${activation} is defined by itself: ${past}.` };
    }
    const line = this.cell.equations[index]?.target.line;
    return this.dependsOn(index, from)
      ? { mistake: `${activation} (line ${line}) and this equation define each other: let one of them use a state's value at t − 1.` }
      : { mistake: `${activation} is used here but assigned only on line ${line}: move that line above this one.` };
  }

  /** Whether an equation needs another at the same time step. */
  private dependsOn(equation: number, other: number): boolean {
    const seen = new Set<number>();
    const pending = [equation];
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (index === other) return true;
      if (seen.has(index)) continue;
      seen.add(index);
      for (const name of this.cell.equations[index]?.names ?? []) {
        if (this.states.has(name.name) && (name.mark === 'none' || name.mark === 't-1')) continue;
        const needed = this.assigned.get(this.activationName(name));
        if (needed !== undefined) pending.push(needed);
      }
    }
    return false;
  }

  private undefinedName({ name, text, mark }: Name): string {
    if (KEYWORDS.includes(name)) return `${name} is a word of the notation and stands only at the beginning of a line.`;
    if (cellFunction(name)) return `${text} is a function and needs its argument in parentheses: ${name}(…).`;
    const known = ['x', ...this.states, ...this.assigned.keys(), ...CELL_FUNCTIONS.map((callee) => callee.name)];
    const closest = closestName(name, known);
    const start = `${text} is not defined`;
    if (closest !== undefined) return `${start}. Did you mean ${closest}?`;
    if (mark === 'prime') return `${start}: declare it with state ${name} and give it an equation.`;
    if (name.startsWith('w')) return `${start}. A matrix starts with a capital W: W${name.slice(1)}.`;
    return `${start}: give it an equation above, or begin its name with W (matrix), b (bias) or p (peephole) to have it learned.`;
  }
}

function parameter({ name, mark }: Name): Meaning {
  return mark === 'none' ? { key: `parameter:${name}` } : { mistake: `${name} is learned and the same at every step: write ${name}.` };
}
