/** Stands for values while an equation is printed, so that what is printed can be taken apart at them. */
import type { Printed } from '../../cell/printProgram';

/** Around the number of a value: no name has it. */
const MARK = '\u0000';

export class Marks<Value> {
  readonly #values: Value[] = [];
  readonly #known = new Map<string, Printed>();

  /** The same of the same id. */
  of(id: string, value: () => Value): Printed {
    const known = this.#known.get(id);
    if (known) return known;
    const mark: Printed = { text: `${MARK}${this.#values.push(value()) - 1}${MARK}`, binding: 'atom' };
    this.#known.set(id, mark);
    return mark;
  }

  /** What was printed, from left to right. */
  apart(text: string): (string | Value)[] {
    const pieces = text.split(MARK).map((piece, index) => (index % 2 === 0 ? piece : (this.#values[Number(piece)] as Value)));
    return pieces.filter((piece) => piece !== '');
  }
}
