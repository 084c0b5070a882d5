/** V8's garbage collector, called on purpose: it is at hand only behind a flag, which is switched on for a moment. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (how: { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort' }) => void;

export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: Collect = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  // The last resort hands memory back to the system; a common collection keeps it at hand.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
