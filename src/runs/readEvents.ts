/** Reads metrics.jsonl or samples.jsonl, whatever a crash or an editor did to it: what is not one of our lines is passed over. */
import type { FileHandle } from 'node:fs/promises';
import type { MetricEvent } from '../engine/trainingEvent';
import { StorageError } from '../sources/storageError';
import { type Failed, parseMetricLine } from './metricLine';
import { exists, MOST, openRunFile } from './runFile';

const BLOCK = 256 * 1024;

/** All events in order; none where there is no file. @throws StorageError */
export async function readEvents(file: string): Promise<(MetricEvent | Failed)[]> {
  const events: (MetricEvent | Failed)[] = [];
  if (!(await exists(file))) return events;
  await openRunFile(file, MOST.log, async (handle) => {
    for await (const line of linesFrom(file, handle, 0)) {
      const event = parseMetricLine(line);
      if (event !== undefined) events.push(event);
    }
  });
  return events;
}

/** The events in the last `bytes` of the file: enough to see how a run stands, however long it is. @throws StorageError */
export async function readLastEvents(file: string, bytes: number): Promise<(MetricEvent | Failed)[]> {
  const events: (MetricEvent | Failed)[] = [];
  if (!(await exists(file))) return events;
  await openRunFile(file, MOST.log, async (handle, size) => {
    for await (const line of linesFrom(file, handle, Math.max(0, size - bytes))) {
      const event = parseMetricLine(line);
      if (event !== undefined) events.push(event);
    }
  });
  return events;
}

/** A line that is longer than any of ours ends the reading: nobody else's file is held in memory. */
async function* linesFrom(file: string, handle: FileHandle, start: number): AsyncGenerator<string> {
  const block = Buffer.allocUnsafe(BLOCK);
  let rest = Buffer.alloc(0);
  for (let position = start; ; ) {
    const { bytesRead } = await handle.read(block, 0, BLOCK, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const bytes = Buffer.concat([rest, block.subarray(0, bytesRead)]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end > 0) yield* bytes.toString('utf8', 0, end - 1).split('\n');
    rest = bytes.subarray(end);
    if (rest.length > MOST.line)
      throw new StorageError(`${file} has a line of more than ${MOST.line / 1024 / 1024} MB, so Unroll did not write it.`, file, 'EFBIG');
  }
  if (rest.length > 0) yield rest.toString('utf8');
}
