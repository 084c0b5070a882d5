/** The pictures in the README, of networks that were really trained: npm run screenshots [-- memory units …] (all: some twenty minutes). */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { takeMemoryPicture, trainForMemory } from './memoryPictures';
import { Session } from './session';
import { takeSweepPictures, trainSweep } from './sweepPictures';
import { takeUnitPictures, trainForUnits } from './unitPictures';

const FOLDER = 'media/screenshots';
/** Milliseconds for a training of three minutes, which are counted in updates, on a machine that does other things too. */
const TRAINED = 900_000;

mkdirSync(FOLDER, { recursive: true });
const session = await Session.start({ settings: { 'unroll.cell': 'lstm', 'editor.minimap.enabled': false, 'breadcrumbs.enabled': false } });
const { page } = session.workbench;
await page.setViewportSize({ width: 1600, height: 1000 });
const picture = (name: string) => keepPicture(page, name);
const GROUPS: Readonly<Record<string, () => Promise<void>>> = {
  training: takeTrainingPictures,
  alignment: takeAlignmentPicture,
  memory: async () => {
    await trainForMemory(session);
    await takeMemoryPicture(session, picture);
  },
  sweep: async () => {
    await trainSweep(session);
    await takeSweepPictures(session, picture);
  },
  units: async () => {
    await trainForUnits(session);
    await takeUnitPictures(session, picture);
  },
};
const [, , , ...wanted] = process.argv;
try {
  for (const [name, take] of Object.entries(GROUPS)) if (wanted.length === 0 || wanted.includes(name)) await take();
} catch (error) {
  await session.picture('screenshots');
  throw error;
} finally {
  await session.stop();
}

/** By the run's own panel: its notification may have come and gone while a picture was taken. */
async function ended({ workbench }: Session, run: string): Promise<void> {
  await workbench.panel.getByRole('heading', { name: run }).waitFor();
  await workbench.panel
    .locator('.state')
    .filter({ hasText: /^(done|stopped)$/ })
    .waitFor({ timeout: TRAINED });
}

async function keepPicture(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(1000);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
  console.log(`${FOLDER}/${name}.png`);
}

async function takeTrainingPictures(): Promise<void> {
  const { workbench } = session;
  const panel = (testid: string) => workbench.panel.getByTestId(testid);
  const selectLines = async (from: number, count: number) => {
    await workbench.command('Go to Line/Column...');
    await page.keyboard.type(String(from));
    await page.keyboard.press('Enter');
    for (let line = 0; line < count; line++) await page.keyboard.press('Shift+ArrowDown');
  };

  await workbench.setTheme('Light Modern');
  await workbench.openFile('time-machine.txt');
  await workbench.choose(workbench.file('time-machine.txt'), 'Train Char-RNN');
  await panel('sample').nth(7).waitFor({ timeout: 150_000 });
  await page.waitForTimeout(10_000); // the curve bends
  await picture('training-light');
  await ended(session, 'time-machine-lstm');
  await workbench.clearNotifications();
  await workbench.command('View: Close Primary Side Bar');
  const editor = await page.locator('.editor-group-container').nth(1).boundingBox();
  if (!editor) throw new Error('The panel is not beside the editor.');
  await page.mouse.move(editor.x, 500);
  await page.mouse.down();
  await page.mouse.move(560, 500, { steps: 5 });
  await page.mouse.up();

  await workbench.setTheme('Dark Modern');
  await selectLines(16, 5);
  await workbench.command('Unroll: Inspect Gate Activations');
  await panel('heatmap-f').waitFor();
  await panel('heatmap-h').hover({ position: { x: 300, y: 60 } });
  await panel('this-unit').filter({ hasNotText: '…' }).waitFor({ timeout: 60_000 }); // all maps are drawn
  await picture('inside-dark');

  await workbench.command('Unroll: Generate');
  await panel('written').first().locator('[data-at="40"]').hover();
  await picture('continuations-dark');
}

async function takeAlignmentPicture(): Promise<void> {
  const { workbench } = session;
  const panel = (testid: string) => workbench.panel.getByTestId(testid);
  await workbench.setTheme('Dark Modern');
  await workbench.command('View: Show Explorer');
  await workbench.command('View: Focus First Editor Group');
  await workbench.openFile('dates.tsv');
  await workbench.choose(workbench.file('dates.tsv'), 'Unroll', 'Train for a Task…');
  await workbench.quickPick('Train a translator').click();
  await ended(session, 'dates-translate');
  await workbench.clearNotifications();
  await workbench.command('View: Close Primary Side Bar');
  await panel('tab-inside').click();
  await panel('inspect-text').fill('the 17th of February 1997');
  await panel('inspect').click();
  await panel('alignment').waitFor();
  const map = await panel('alignment').boundingBox();
  if (!map) throw new Error('The alignment is not shown.');
  // Where the month is mostly read: training that ends with its time does not always learn the same.
  const [month, letter] = ['1997-02-17∎'.indexOf('2'), 'the 17th of February 1997∎'.indexOf('F')];
  await page.mouse.move(map.x + ((letter + 0.5) / 26) * map.width, map.y + ((month + 0.5) / 11) * map.height);
  await picture('alignment-dark');
}
