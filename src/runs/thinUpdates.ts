/** Long runs have more updates than a chart has pixels: keeps at most so many of them, evenly, and all other events. */
import type { MetricEvent } from '../engine/trainingEvent';

/** The last update always stays. Order is kept. */
export function thinUpdates(events: readonly MetricEvent[], most: number): MetricEvent[] {
  const updates = events.reduce((sum, event) => sum + (event.kind === 'update' ? 1 : 0), 0);
  const stride = Math.max(1, Math.ceil(updates / most));
  let left = updates;
  return events.filter((event) => event.kind !== 'update' || --left % stride === 0);
}
