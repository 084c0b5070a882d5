/** An experiment as a file, in a real VS Code: written with completion, its mistakes underlined, trained from above it, found again, and saved from a run. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { useSession } from '../session';
import { verse } from '../taskFiles';
import { until } from '../until';

const BEGUN = `{
  "files": ["vers"],
  "hiden": 16,
  "rule": "case",
  "batch": 8,
  "epochs": 2,
  "device": "wasm"
}
`;

describe('an experiment as a file', function () {
  this.timeout(180_000);
  this.bail(true);
  const session = useSession({
    files: { 'exp/my.unroll.json': BEGUN, 'exp/verse.txt': verse.slice(0, 4000) },
    settings: { 'unroll.hidden': 64, 'unroll.device': 'wasm', 'files.simpleDialog.enable': true },
  });
  const bench = () => session().workbench;
  const page = () => bench().page;
  const lens = (title: RegExp | string) => bench().editor.locator('.codelens-decoration a').filter({ hasText: title });
  const suggestion = (label: string) => page().locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: label }).first();
  const problem = (text: string) => page().locator('.markers-panel-container').getByText(text);
  const inWorkspace = (name: string) => session().workspace.path(name);
  /** Puts the cursor behind the first occurrence of a text in the document in front. */
  const goTo = async (line: number, column: number) => {
    await bench().command('Go to Line/Column...');
    await page().locator('.quick-input-widget:visible input').fill(`:${line}:${column}`);
    await page().keyboard.press('Enter');
    await page()
      .locator('.quick-input-widget:visible')
      .waitFor({ state: 'detached' })
      .catch(() => undefined);
  };

  it('mistakes are underlined, also those that no schema can tell', async () => {
    await bench().file('exp').click();
    await bench().openFile('my.unroll.json');
    await bench().command('Problems: Focus on Problems View');
    await problem('There is no setting hiden. Did you mean hidden?').waitFor();
    for (const text of ['There is no such file here.', 'rule is for tag']) await problem(text).waitFor();
    await bench().editor.locator('.squiggly-error').first().waitFor();
    await session().picture('mistakes of an experiment file');
  });

  it('files are completed by their paths, settings by their names, with what they are', async () => {
    await bench().tab('my.unroll.json').click();
    await goTo(2, 18);
    await bench().command('Trigger Suggest');
    await page().waitForTimeout(3000);
    await session().picture('suggest');
    await suggestion('verse.txt').waitFor();
    await suggestion('verse.txt').click();
    await bench().editor.getByText('"verse.txt"').waitFor();
    await goTo(3, 3);
    await page().keyboard.press('Shift+End');
    await page().keyboard.type('"hidd');
    await suggestion('hidden').waitFor();
    await page().keyboard.press('Control+Space');
    await page().locator('.suggest-details-container').getByText('Default: 128').waitFor();
    await session().picture('completion in an experiment file');
  });
});
