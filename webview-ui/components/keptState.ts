// How the user likes to look at things: VS Code keeps it while the panel is hidden and over a reload. Each tab has a part of its own, read field by field.
import { effect, type Signal, signal } from '@preact/signals';
import * as z from 'zod/mini';

/** A part of what is kept. To change it is to keep it. */
export type Kept<Part> = Signal<Part> & { readonly change: (changes: Partial<Part>) => void };

type Fields = Readonly<Record<string, z.ZodMiniCatch>>;

export class KeptState {
  readonly #parts: Signal<Readonly<Record<string, unknown>>>;

  constructor(saved: unknown, save: (state: unknown) => void) {
    this.#parts = signal(isRecord(saved) ? saved : {});
    effect(() => save(this.#parts.value));
  }

  /** The run's folder: the host reads it when a reloaded window brings the panel back. */
  set folder(folder: string) {
    this.#parts.value = { ...this.#parts.peek(), folder };
  }

  /** @param fields what each of them is, and what it is where that was not kept: by another version, or damaged */
  keep<F extends Fields>(name: string, fields: F): Kept<z.infer<z.ZodMiniObject<F>>> {
    const stored = this.#parts.peek()[name];
    const part = signal(z.object(fields).parse(isRecord(stored) ? stored : {}));
    effect(() => {
      this.#parts.value = { ...this.#parts.peek(), [name]: part.value };
    });
    const change = (changes: Partial<z.infer<z.ZodMiniObject<F>>>) => {
      part.value = { ...part.peek(), ...changes };
    };
    return Object.assign(part, { change });
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
