/** The engine in a worker of a real Chromium, and its wasm device as a backend of this process: each call of one is a call of the other. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Worker } from 'playwright-core';
import { loader } from '../../../../esbuild.mjs';
import type { Backend, Executable, Feed, Graph, Numbers } from '../../../../src/engine/backend';
import { checkState } from '../../../../src/engine/graph/checkFeed';
import { launchBrowser } from '../../../browser';

/** By which a page is isolated from others, so that its workers may share memory. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

export interface EngineWorker {
  readonly worker: Worker;
  close(): Promise<void>;
}

export async function openEngineWorker({ isolated }: { readonly isolated: boolean }): Promise<EngineWorker> {
  const { outputFiles = [] } = await build({
    entryPoints: ['test/backends/platform/web/worker.ts'],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    loader,
    logLevel: 'warning',
  });
  const script = outputFiles[0]?.text;
  const server = createServer(({ url }, response) => {
    const headers = isolated ? ISOLATED : {};
    const [type, body] = url === '/worker.js' ? ['text/javascript', script] : ['text/html', '<!DOCTYPE html><title>Engine</title>'];
    response.writeHead(200, { 'content-type': type, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    server.close();
  };
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const [worker] = await Promise.all([
    page.waitForEvent('worker'),
    page.evaluate(() =>
      new Promise((resolve, reject) => {
        const opened = new Worker('/worker.js', { type: 'module' });
        opened.onmessage = resolve;
        opened.onerror = ({ message }) => reject(new Error(message));
      }).then(() => undefined),
    ),
  ]);
  return { worker, close };
}

/** @param threads several of them in a page that is isolated from others */
export async function openInChromium(threads?: number): Promise<Backend> {
  const { worker, close } = await openEngineWorker({ isolated: threads !== undefined });
  const backend = await worker.evaluateHandle((count) => globalThis.engine.openWasm(count), threads);
  let last: Promise<unknown> = Promise.resolve();
  const during = <Result>(work: Promise<Result>): Promise<Result> => {
    last = Promise.allSettled([last, work]);
    return work.catch(rethrow);
  };

  async function compile(graph: Graph): Promise<Executable> {
    const executable = await during(backend.evaluateHandle((there, given) => there.compile(given), graph));
    /** Writing is not waited for, but what follows it is done after it. */
    let written: Promise<void> = Promise.resolve();
    return {
      async run(feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
        const now = structuredClone(feeds);
        await written;
        return await during(executable.evaluate((there, given) => there.run(given), now));
      },
      write(state) {
        checkState(graph, state);
        written = during(executable.evaluate((there, given) => there.write(given), structuredClone(state)));
      },
      async read(names) {
        await written;
        return await during(executable.evaluate((there, given) => there.read(given), names));
      },
      dispose: () => void during(executable.evaluate((there) => there.dispose())),
    };
  }

  return {
    description: await backend.evaluate(({ description }) => description),
    updatesPerLaunch: 1,
    compile,
    dispose: () => void last.then(close),
  };
}

/** Playwright tells an error of the page in its own words: “evaluate: ShapeError: …”. */
function rethrow(error: unknown): never {
  const [, name, message] = /(\w+Error): ([\s\S]*)/.exec(String(error instanceof Error ? error.message : error)) ?? [];
  throw name ? Object.assign(new Error(message), { name }) : error;
}
