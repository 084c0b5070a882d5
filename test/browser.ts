/** Chromium for the tests: headless, on this machine only; what a page wants from elsewhere is refused and remembered. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './setUp.mjs';

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: findChromium(), headless: true, args: [...QUIET, ...sandbox] });
}

/** A page, and the addresses outside this machine that were asked for in it. */
export async function newPage(browser: Browser): Promise<{ page: Page; refused: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const refused: string[] = [];
  const outside = ({ protocol, hostname }: URL) => /^https?:$/.test(protocol) && hostname !== '127.0.0.1';
  await context.route(outside, (route) => {
    refused.push(route.request().url());
    return route.abort();
  });
  return { page: await context.newPage(), refused };
}
