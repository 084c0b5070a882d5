/** A run folder with events in its log, for tests that read it back. */
import path from 'node:path';
import { parseExperiment } from '../../src/engine/parseExperiment';
import type { MetricEvent } from '../../src/engine/trainingEvent';
import { createRun } from '../../src/runs/createRun';
import { MetricsLog } from '../../src/runs/metricsLog';

export const experiment = parseExperiment({ files: ['hello.txt'] });

/** @returns its folder */
export async function loggedRun(root: string, name: string, told: readonly MetricEvent[]): Promise<string> {
  const folder = path.join(root, name);
  await createRun(folder, experiment);
  const log = await MetricsLog.open(folder);
  for (const event of told) await log.append(event);
  await log.flush();
  return folder;
}
