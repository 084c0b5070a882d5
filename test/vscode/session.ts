/** One workbench for the tests of a file: a server with the packaged extension, a browser, a workspace; a picture of it where a test fails. */
import { existsSync, mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser, newPage } from '../browser';
import { VSCodeServer } from './server';
import { Workbench } from './workbench';
import { Workspace } from './workspace';

export const RESULTS = 'test-results';

export interface SessionOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export class Session {
  private constructor(
    readonly workspace: Workspace,
    readonly server: VSCodeServer,
    readonly browser: Browser,
    readonly workbench: Workbench,
    /** Addresses outside this machine that anything in the workbench asked for. */
    readonly refused: readonly string[],
  ) {}

  static async start({ files, settings }: SessionOptions = {}): Promise<Session> {
    const vsix = `unroll-${process.platform}-${process.arch}.vsix`;
    if (!existsSync(vsix)) throw new Error(`${vsix} is missing: run \`npm run package\` first.`);
    mkdirSync(RESULTS, { recursive: true });
    const workspace = new Workspace(files);
    const [server, browser] = await Promise.all([VSCodeServer.start({ vsix, ...(settings ? { settings } : {}) }), launchBrowser()]);
    const { page, refused } = await newPage(browser);
    return new Session(workspace, server, browser, await Workbench.open(page, server.url(workspace.folder)), refused);
  }

  async picture(name: string): Promise<void> {
    await this.workbench.page.screenshot({ path: `${RESULTS}/${name}.png`, animations: 'disabled' });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    this.workspace.dispose();
  }
}

/** Opens a session for the tests of this suite; call it inside `describe`. */
export function useSession(options: SessionOptions = {}): () => Session {
  let session: Session | undefined;
  before(async () => {
    session = await Session.start(options);
  });
  afterEach(async function () {
    const { currentTest } = this;
    if (currentTest?.state === 'failed') await session?.picture(currentTest.fullTitle().replace(/[^\p{L}\p{N}]+/gu, '-'));
  });
  after(async function () {
    const left = this.test?.parent?.tests.filter(({ state, pending }) => !state && !pending) ?? [];
    if (left.length > 0) console.log(`Not run, as one before failed: ${left.map(({ title }) => title).join('; ')}.`);
    await session?.stop();
  });
  return () => {
    if (!session) throw new Error('The session has not begun.');
    return session;
  };
}
