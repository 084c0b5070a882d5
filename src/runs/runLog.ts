/**
 * The log of a run, metrics.jsonl and samples.jsonl: read from any byte on, whatever a crash or an editor did to it (what
 * is not one of our lines is passed over), and cut off where a resumed run goes on.
 */
import type { FileHandle } from 'node:fs/promises';
import type { LoggedEvent } from '../protocol/runState';
import { StorageError } from '../sources/storageError';
import { parseMetricLine } from './metricLine';
import { exists, MOST, openRunFile, truncateRunFile } from './runFile';

const BLOCK = 256 * 1024;
const FEED = 0x0a;

export interface ReadLog {
  /** The byte after the last whole line. */
  readonly end: number;
  /** The number of the last event. */
  readonly seq: number;
}

/**
 * Hands on the events from a byte on, some at a time; none where there is no file. Those without a number are counted on.
 * @param from the end of a line, as `ReadLog.end` @param seq the number of the event before
 * @param take says 'enough' where the rest need not be read
 * @throws StorageError, also where there is more to read than a log has
 */
export async function readLog(
  file: string,
  from: number,
  seq: number,
  take: (events: readonly LoggedEvent[]) => unknown,
): Promise<ReadLog> {
  if (!(await exists(file))) return { end: 0, seq };
  return await openRunFile(file, Number.POSITIVE_INFINITY, async (handle) => {
    let [end, last] = [from, seq];
    for await (const block of blocksFrom(file, handle, from)) {
      const events: LoggedEvent[] = [];
      for (const line of block.lines) {
        const event = parseMetricLine(line);
        if (!event) continue;
        last = Math.max(last + 1, event.seq ?? 0);
        events.push({ ...event, seq: last });
      }
      end = block.end;
      if (end - from > MOST.log)
        throw new StorageError(`${file} has more than ${MOST.log / 1024 / 1024} MB, the most that Unroll reads of a log.`, file, 'EFBIG');
      if (take(events) === 'enough') break;
    }
    return { end, seq: last };
  });
}

/** Whether a log goes on at a byte where it was read up to before, and not with something else. @throws StorageError */
export async function goesOnAt(file: string, size: number, at: number, seq: number): Promise<boolean> {
  if (size < at) return false;
  if (size === at || at === 0) return true;
  return await openRunFile(file, Number.POSITIVE_INFINITY, async (handle) => {
    for await (const { lines } of blocksFrom(file, handle, at - 1)) {
      const [before, first = ''] = lines;
      const event = parseMetricLine(first);
      return before === '' && (event === undefined || (event.seq ?? 0) > seq);
    }
    return true;
  });
}

/**
 * A resumed run does again what lay beyond its checkpoint, so that is cut off; so are the lines of how it ended, if that was
 * an error, and one that a crash tore. @param ready asked before it is cut off @throws StorageError
 */
export async function rewindLog(file: string, update: number, ready?: () => Promise<unknown>): Promise<void> {
  if (!(await exists(file))) return;
  const end = await openRunFile(file, Number.POSITIVE_INFINITY, (handle, size) => endOf(handle, size, update));
  await truncateRunFile(file, end, ready);
}

/** The byte after the last event that was there at an update; looked for from the end. */
async function endOf(handle: FileHandle, size: number, update: number): Promise<number> {
  let rest = Buffer.alloc(0);
  for (let start = size; start > 0; ) {
    const length = Math.min(BLOCK, start);
    start -= length;
    const block = Buffer.allocUnsafe(length);
    await handle.read(block, 0, length, start);
    let bytes = Buffer.concat([block, rest]);
    for (let end = bytes.lastIndexOf(FEED); end >= 0; end = bytes.lastIndexOf(FEED)) {
      const before = end === 0 ? -1 : bytes.lastIndexOf(FEED, end - 1);
      if (before < 0 && start > 0) break; // The line begins in the block before.
      const event = parseMetricLine(bytes.toString('utf8', before + 1, end));
      if (event && event.kind !== 'failed' && event.update <= update) return start + end + 1;
      bytes = bytes.subarray(0, before + 1);
    }
    if (bytes.length > MOST.line) return start + bytes.length;
    rest = bytes;
  }
  return 0;
}

interface Block {
  readonly lines: readonly string[];
  /** The byte after the last of them. */
  readonly end: number;
}

/** Whole lines. One that is longer than any of ours ends the reading: nobody else's file is held in memory. */
async function* blocksFrom(file: string, handle: FileHandle, from: number): AsyncGenerator<Block> {
  const block = Buffer.allocUnsafe(BLOCK);
  let rest = Buffer.alloc(0);
  let endBefore = from;
  for (let position = from; ; ) {
    const { bytesRead } = await handle.read(block, 0, BLOCK, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const bytes = Buffer.concat([rest, block.subarray(0, bytesRead)]);
    const feed = bytes.lastIndexOf(FEED);
    rest = bytes.subarray(feed + 1);
    endBefore = position - rest.length;
    if (feed >= 0) yield { lines: bytes.toString('utf8', 0, feed).split('\n'), end: endBefore };
    if (rest.length > MOST.line)
      throw new StorageError(`${file} has a line of more than ${MOST.line / 1024 / 1024} MB, so Unroll did not write it.`, file, 'EFBIG');
  }
  // Only its feed may be missing; it is read again when that comes.
  if (rest.length > 0) yield { lines: [rest.toString('utf8')], end: endBefore };
}
