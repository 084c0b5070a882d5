/** Reads metrics.jsonl or samples.jsonl, whatever a crash or an editor did to it: what is not one of our lines is passed over. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { MetricEvent } from '../engine/trainingEvent';
import { onDisk } from '../sources/storageError';
import { type Failed, parseMetricLine } from './metricLine';
import { exists } from './runFolder';

/** All events in order; none where there is no file. @throws StorageError */
export async function readEvents(file: string): Promise<(MetricEvent | Failed)[]> {
  if (!(await exists(file))) return [];
  return await onDisk('read', file, async () => {
    const events: (MetricEvent | Failed)[] = [];
    for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
      const event = parseMetricLine(line);
      if (event !== undefined) events.push(event);
    }
    return events;
  });
}

/** The events in the last `bytes` of the file: enough to see how a run stands, however long it is. @throws StorageError */
export async function readLastEvents(file: string, bytes: number): Promise<(MetricEvent | Failed)[]> {
  if (!(await exists(file))) return [];
  return await onDisk('read', file, async () => {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const tail = Buffer.alloc(Math.min(size, bytes));
      const { bytesRead } = await handle.read(tail, 0, tail.length, size - tail.length);
      return tail
        .toString('utf8', 0, bytesRead)
        .split('\n')
        .flatMap((line) => parseMetricLine(line) ?? []);
    } finally {
      await handle.close();
    }
  });
}
