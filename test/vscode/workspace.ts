/** A folder to work in: the samples that ship with the extension, and whatever files a test brings along. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export class Workspace {
  readonly folder = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'vscode-test-workspace-'))), 'samples');

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    if (existsSync('media/samples')) cpSync('media/samples', this.folder, { recursive: true });
    mkdirSync(this.folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** An engine whose window is gone may still be writing its last checkpoint. */
  dispose(): void {
    rmSync(path.dirname(this.folder), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
