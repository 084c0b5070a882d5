/** The text files of a folder, in the order of their paths: hidden ones, dependencies and binary files are passed over. */
import { open, readdir } from 'node:fs/promises';
import * as path from 'node:path';

export async function textFilesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const whole = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await textFilesIn(whole)));
    else if (entry.isFile() && !(await isBinary(whole))) found.push(whole);
  }
  return found;
}

/** As git decides it: a NUL among the first 8,000 bytes. */
async function isBinary(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(8000), 0, 8000, 0);
    return buffer.subarray(0, bytesRead).includes(0);
  } finally {
    await handle.close();
  }
}
