/** What `npm start` opens once the dependencies are there: the desktop's VS Code, or else the bundled server. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { bundle } from '../../esbuild.mjs';
import { packageExtension } from '../../package.mjs';
import { launchBrowser, newPage } from '../browser';
import { onPath } from '../setUp.mjs';
import { VSCodeServer } from './server';
import { Workbench } from './workbench';

/** A copy that may be changed, with the runs made in it: it stays from one start to the next. */
const SAMPLES = path.resolve('.build/samples');

export async function start(check: boolean): Promise<void> {
  cpSync('media/samples', SAMPLES, { recursive: true, force: false });
  const code = check ? undefined : onPath('code');
  if (code) return openDesktop(code);

  const settings = { 'workbench.startupEditor': check ? 'none' : 'readme' };
  const server = await VSCodeServer.start({ vsix: await packageExtension(), settings });
  try {
    if (check) await look(server.url(SAMPLES));
    else await serve(server.url(SAMPLES));
  } finally {
    await server.stop();
  }
}

async function openDesktop(code: string): Promise<void> {
  await bundle();
  const words = ['--new-window', `--extensionDevelopmentPath=${path.resolve()}`, SAMPLES];
  const { status } = spawnSync(code, words, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`\`${code}\` did not open a window.`);
  console.log(`\nVS Code opens with the extension and ${SAMPLES}.\nRight-click hello.txt in it and choose Train Char-RNN.`);
}

async function serve(address: string): Promise<void> {
  console.log(`\nVS Code, with the extension and the samples in it, is at\n\n  ${address}\n`);
  console.log('Right-click hello.txt there and choose Train Char-RNN. Ctrl+C stops VS Code; runs and changes stay in .build/samples.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}

/** Opens the workbench in a browser, as a person would, and waits until the extension is active in it. */
async function look(address: string): Promise<void> {
  const browser = await launchBrowser();
  const { page } = await newPage(browser);
  try {
    const workbench = await Workbench.open(page, address);
    console.log(`The Explorer shows ${(await workbench.explorer.locator('.monaco-list-row').allInnerTexts()).join(', ')}.`);
    await page.getByRole('tab', { name: 'Unroll' }).first().click();
    await workbench.extensionIsActive('Unroll');
    console.log(`Unroll is active in VS Code at ${address}.`);
  } catch (error) {
    const picture = 'test-results/start.png';
    await page.screenshot({ path: picture });
    throw new Error(`Unroll did not become active; ${picture} shows what was seen instead.`, { cause: error });
  } finally {
    await browser.close();
  }
}
