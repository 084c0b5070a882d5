// The built panel in a real Chromium: served with the content security policy of the extension, spoken to by a fake host.

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { contentPolicy } from '../../src/host/panels/contentPolicy';
import { launchBrowser } from '../browser';
import type { Scenario } from './fixtures';

export const THEMES = ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'] as const;
export type ThemeName = (typeof THEMES)[number];

/** Of the page of a file of weights. */
export type WeightsScenario = 'alone' | 'strangers' | 'thousands' | 'damaged' | 'gigabytes';

export interface OpenOptions {
  readonly theme?: ThemeName;
  /** Which kind of panel. */
  readonly panel?: 'run' | 'compare' | 'checkpoint';
  readonly width?: number;
  readonly height?: number;
  readonly scenario?: Scenario | WeightsScenario;
  readonly tab?: string;
  readonly ratio?: number;
  /** Characters of the `large` scenario. */
  readonly length?: number;
  /** No text was chosen yet. */
  readonly blank?: boolean;
  /** A text was chosen to be answered to. */
  readonly ask?: string;
  /** It was held against a file before. */
  readonly evaluated?: boolean;
  /** The run is still being read: until `fakeHost.load()`. */
  readonly loading?: boolean;
}

/** A page with the panel in it. `problems` are console errors, page errors and policy violations: a test expects none. */
export interface Panel {
  readonly page: Page;
  readonly problems: string[];
  /** To another width of the page; what follows from it is drawn by then. */
  resize(width: number): Promise<void>;
  /** As when the user switches to it; what follows from it is drawn by then. */
  setTheme(name: ThemeName): Promise<void>;
  /** What the panel asked of the host, by name. */
  calls(method: string): Promise<unknown[][]>;
  close(): Promise<void>;
}

const OUT = process.env.WEBVIEW_BUILD ?? '.build/webview';
const NONCE = 'dGVzdA';
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.map': 'application/json' };

let server: Server | undefined;
let browser: Browser | undefined;
/** One for each device pixel ratio: a new page is much quicker than a new context. */
const contexts = new Map<number, Promise<BrowserContext>>();

export async function openPanel({
  theme = 'Dark Modern',
  panel = 'run',
  width = 1300,
  height = 930,
  scenario = 'done',
  tab,
  ratio = 1,
  blank,
  ask,
  evaluated,
  length,
  loading,
}: OpenOptions = {}): Promise<Panel> {
  const origin = await serve();
  browser ??= await launchBrowser();
  const context = contexts.get(ratio) ?? browser.newContext({ deviceScaleFactor: ratio, reducedMotion: 'reduce' });
  contexts.set(ratio, context);
  const page = await (await context).newPage();
  await page.setViewportSize({ width, height });
  const problems = watch(page);
  const query = new URLSearchParams({
    theme,
    scenario,
    ...(tab && { tab }),
    ...(blank && { blank: '' }),
    ...(ask && { ask }),
    ...(evaluated && { evaluated: '' }),
    ...(length && { length: String(length) }),
    ...(loading && { loading: '' }),
  });
  await page.goto(`${origin}/${panel}?${query}`);
  await page.locator(loading ? 'header' : 'h1').waitFor();
  return {
    page,
    problems,
    resize: async (to) => {
      await page.setViewportSize({ width: to, height });
      await nextFrames(page);
    },
    setTheme: async (name) => {
      await page.evaluate((next) => window.fakeHost.setTheme(next), name);
      await nextFrames(page);
    },
    calls: (method) => callsOf(page, method),
    close: () => page.close(),
  };
}

/** Observers of sizes and themes report at the end of the first; what follows is drawn in the second, and is there in the third. */
const nextFrames = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

/** For people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/webview/${name.replaceAll(' ', '-').toLowerCase()}.png`, animations: 'disabled' });
}

export async function closeHarness(): Promise<void> {
  await browser?.close();
  server?.close();
}

/** Once what the panel does about the last input is done (it draws in the next frames) and said (the fake host hears it a task later). */
async function callsOf(page: Page, method: string): Promise<unknown[][]> {
  await nextFrames(page);
  return await page.evaluate(async (name) => {
    for (let task = 0; task < 2; task++) await new Promise((resolve) => setTimeout(resolve));
    return window.fakeHost.calls.filter((call) => call.method === name).map((call) => call.args);
  }, method);
}

/** What is wrong in a page: errors of the console and of scripts. */
export function watch(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  return problems;
}

async function serve(): Promise<string> {
  if (!server) {
    const opening = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const panel = /^\/(run|compare|checkpoint)$/.exec(pathname)?.[1];
      if (panel) {
        response.writeHead(200, {
          'content-type': 'text/html',
          'content-security-policy': contentPolicy(`http://${request.headers.host}`, NONCE),
        });
        response.end(html(panel));
        return;
      }
      try {
        const body = readFileSync(path.join(OUT, path.basename(pathname)));
        response.writeHead(200, { 'content-type': TYPES[path.extname(pathname)] ?? 'application/octet-stream' });
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => {
      opening.listen(0, '127.0.0.1', resolve);
    });
    server = opening;
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The page of a panel, with its host in it. */
const html = (panel: string) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><title>Run</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="vscodeDefaults.css">
<link rel="stylesheet" href="${panel}.css">
</head>
<body>
<div id="app"></div>
<script nonce="${NONCE}" src="${panel}Host.js"></script>
<script type="module" nonce="${NONCE}" src="${panel}.js"></script>
</body>
</html>`;
