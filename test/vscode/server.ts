/** A real VS Code to open in a browser: the server that code-server bundles, on this machine only. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { installVSCodeServer } from '../setUp.mjs';

const SETTINGS = {
  'workbench.colorTheme': 'Dark Modern',
  'window.autoDetectColorScheme': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.enableExperiments': false,
  'workbench.quickOpen.closeOnFocusLost': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.autoSave': 'off',
};

export interface ServerOptions {
  /** The packaged extension, which is installed. */
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** Lets a page ask for `extensionTestsPath`; toasts and dialogs are then not shown. */
  readonly forMocha?: boolean;
}

export class VSCodeServer {
  static async start({ vsix, settings = {}, environment = {}, port, forMocha = false }: ServerOptions): Promise<VSCodeServer> {
    const { node, main } = installVSCodeServer();
    const data = mkdtempSync(path.join(tmpdir(), 'vscode-test-server-'));
    const extensions = path.join(data, 'extensions');
    mkdirSync(path.join(data, 'data/User'), { recursive: true });
    mkdirSync(extensions);
    writeFileSync(path.join(data, 'data/User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, undefined, 2));

    const env = { ...process.env, EXTENSIONS_GALLERY: '{}', ...environment }; // no marketplace: nothing is looked up outside
    const common = [main, '--accept-server-license-terms', '--server-data-dir', data, '--extensions-dir', extensions];
    if (vsix) execFileSync(node, [...common, '--install-extension', path.resolve(vsix), '--force'], { env, stdio: 'pipe' });

    const chosen = port ?? (await freePort());
    const listen = ['--host', '127.0.0.1', '--port', String(chosen), '--without-connection-token', '--telemetry-level', 'off'];
    const log = openSync(path.join(data, 'server.log'), 'w');
    const child = spawn(node, [...common, ...listen, ...(forMocha ? ['--enable-smoke-test-driver'] : [])], {
      env,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const server = new VSCodeServer(child, data, chosen);
    await server.#answers();
    return server;
  }

  readonly #kill = () => this.child.kill('SIGKILL');

  private constructor(
    private readonly child: ChildProcess,
    readonly data: string,
    private readonly port: number,
  ) {
    process.on('exit', this.#kill);
  }

  get authority(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** The address of a workbench on a folder, or on none. */
  url(folder?: string, payload?: readonly (readonly [string, string])[]): string {
    const query = new URLSearchParams(folder ? { folder } : { ew: 'true' });
    if (payload) query.set('payload', JSON.stringify(payload));
    return `http://${this.authority}/?${query}`;
  }

  get log(): string {
    return readFileSync(path.join(this.data, 'server.log'), 'utf8');
  }

  /** Stops it and removes its settings and extensions. */
  async stop(): Promise<void> {
    process.off('exit', this.#kill);
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill();
      await Promise.race([
        gone,
        wait(3000, undefined, { ref: false })
          .then(this.#kill)
          .then(() => gone),
      ]);
    }
    rmSync(this.data, { recursive: true, force: true, maxRetries: 5 });
  }

  async #answers(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      if (this.child.exitCode !== null) break;
      const answer = await fetch(`http://${this.authority}/version`).catch(() => undefined);
      if (answer) return;
      await wait(100);
    }
    throw new Error(`The VS Code server did not start:\n${this.log}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}
