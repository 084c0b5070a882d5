/**
 * The pictures of what units know: one that counts brackets, one that is awake within comments. Of runs that were really
 * trained, by the command line, in the workspace's own folder of runs.
 */
import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Session } from './session';

/** By which the figures in the README can be had again. */
const RUNS = [
  { name: 'dyck-2', of: 'dyck-2.txt', flags: ['--hidden', '64', '--batch', '16', '--window', '64', '--minutes', '2'] },
  { name: 'typescript', of: 'typescript', flags: ['--hidden', '128', '--minutes', '6'] },
];

/** Some eight minutes. */
export async function trainForUnits({ workbench, workspace }: Session): Promise<void> {
  cpSync('src', workspace.path('typescript'), { recursive: true });
  for (const { name, of, flags } of RUNS) {
    const out = path.join('.unroll', 'runs', name);
    const words = ['train', of, '--cell', 'lstm', '--seed', '1', ...flags, '--out', out];
    await promisify(execFile)(process.execPath, [path.resolve('dist/cli.js'), ...words], { cwd: workspace.folder });
  }
  await workbench.command('Unroll: Refresh Runs');
}

export async function takeUnitPictures({ workbench }: Session, picture: (name: string) => Promise<void>): Promise<void> {
  const { page } = workbench;
  const panel = (testid: string) => workbench.panel.getByTestId(testid);
  /** The file of a path, as one comes to it in the Explorer, all of it read by a run. */
  const look = async (file: readonly [string, ...string[]], run: string, property: string) => {
    await workbench.command('View: Focus First Editor Group');
    await workbench.command('View: Show Explorer');
    for (const folder of file.slice(0, -1)) await workbench.file(folder).click();
    await workbench.openFile(file.at(-1) as string);
    await page.keyboard.press('Control+a');
    await workbench.command('Unroll: Inspect Gate Activations');
    const asked = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: run }).first();
    await Promise.race([panel('heatmap-h').waitFor({ timeout: 60_000 }), asked.click({ timeout: 60_000 })]);
    await panel('tab-units').click();
    await panel('unit-words').waitFor({ timeout: 120_000 });
    await panel('units-property').selectOption(property);
    await panel('search-corpus').click();
    await panel('excerpts').waitFor({ timeout: 300_000 });
    await workbench.command('View: Close Primary Side Bar');
    const editor = await page.locator('.editor-group-container').nth(1).boundingBox();
    if (!editor) throw new Error('The panel is not beside the editor.');
    await page.mouse.move(editor.x, 500);
    await page.mouse.down();
    await page.mouse.move(480, 500, { steps: 5 });
    await page.mouse.up();
    await page.mouse.move(240, 960);
    await workbench.panel.locator('.unit').evaluate((element) => element.scrollTo(0, 0));
  };
  await workbench.setTheme('Dark Modern');
  await look(['dyck-2.txt'], 'dyck-2', 'bracket depth');
  await picture('units-depth-dark');
  await workbench.setTheme('Light Modern');
  await look(['typescript', 'runs', 'modelShelf.ts'], 'typescript', 'inside a comment');
  await picture('units-comments-light');
}
