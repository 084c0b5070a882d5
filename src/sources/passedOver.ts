/** What a reader leaves out, by the reason why: all of it is named, as far as a sentence can hold it. */
import { someOf } from '../engine/text/someOf';

/** In the order in which they are told. */
const REASONS = {
  hidden: ['a hidden file or folder', 'hidden files and folders'],
  installed: ['a folder of installed packages', 'folders of installed packages'],
  run: ['a folder that is a run of Unroll', 'folders that are runs of Unroll'],
  ours: ['an experiment or a report of Unroll', 'experiments and reports of Unroll'],
  binary: ['a file that is not text', 'files that are not text'],
  encoding: [
    'a file that is not UTF-8 (say its encoding to have it read)',
    'files that are not UTF-8 (say their encoding to have them read)',
  ],
  empty: ['an empty file', 'empty files'],
  again: ['a file or folder that is read already', 'files and folders that are read already'],
  broken: ['a link that leads nowhere', 'links that lead nowhere'],
  special: ['a device, a pipe or a socket', 'devices, pipes and sockets'],
  unreadable: ['a file or folder that may not be read', 'files and folders that may not be read'],
} as const satisfies Record<string, readonly [one: string, many: string]>;

export type Reason = keyof typeof REASONS;

/** Names in a sentence. */
export const MOST_NAMED = 5;

/** Names by what is to be said of them. */
export class NamesBy<What> extends Map<What, string[]> {
  note(what: What, name: string): void {
    const names = this.get(what);
    if (names) names.push(name);
    else this.set(what, [name]);
  }
}

export class PassedOver {
  readonly #names = new NamesBy<Reason>();

  add(reason: Reason, name: string): void {
    this.#names.note(reason, name);
  }

  /** A sentence for each reason. */
  notes(): string[] {
    return (Object.keys(REASONS) as Reason[]).flatMap((reason) => {
      const names = this.#names.get(reason);
      if (!names) return [];
      const [one, many] = REASONS[reason];
      return [`Passed over ${names.length === 1 ? one : `${names.length.toLocaleString('en')} ${many}`}: ${someOf(names, MOST_NAMED)}.`];
    });
  }
}
