/** Runs the Mocha suite in the extension host of the VS Code server, on the packaged extension. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launchBrowser, newPage } from '../browser';
import { bundleSuite, ENDED, SCENES, type Scene, total } from './scenes';
import { VSCodeServer } from './server';

const TIME_LIMIT = 300_000;

const vsix = `unroll-${process.platform}-${process.arch}.vsix`;
if (!existsSync(vsix)) throw new Error(`${vsix} is missing: run \`npm run package\` first.`);
const browser = await launchBrowser();
const outcomes: string[] = [];
for (const scene of Object.keys(SCENES) as Scene[]) {
  console.log(`\n  ${scene}`);
  const outcome = await play(scene, browser);
  console.log(outcome.replace(ENDED, '').trimEnd());
  outcomes.push(outcome);
}
await browser.close();
const { line, failed } = total(outcomes);
console.log(line);
process.exitCode = failed > 0 ? 1 : 0;

/** An extension host that dies says that all is well: only the outcome that the suite writes last counts. */
async function play(scene: Scene, browser: Browser): Promise<string> {
  const { tests, outcome, host } = await bundleSuite(scene);
  const workspace = SCENES[scene]();
  const server = await VSCodeServer.start({ vsix, forMocha: true });
  const { page } = await newPage(browser);
  try {
    const ended = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    const remote = (file: string) => `vscode-remote://${server.authority}${file}`;
    await page.goto(
      server.url(workspace?.folder, [
        ['extensionDevelopmentPath', remote(host)],
        ['extensionTestsPath', remote(tests)],
      ]),
    );
    const code = await Promise.race([ended, wait(TIME_LIMIT, 'no end', { ref: false })]);
    const said = existsSync(outcome) ? readFileSync(outcome, 'utf8') : '';
    return ENDED.test(said) ? said : `${said}The extension host ended (${code}) before the tests did.\n${server.log}\n`;
  } finally {
    await page.context().close();
    await server.stop();
    workspace?.dispose();
  }
}
