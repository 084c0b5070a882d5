// axe finds nothing in the page, and neither policy nor console has anything to say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Panel, picture, THEMES } from './harness';

const axe = readFileSync(createRequire(path.resolve('package.json')).resolve('axe-core/axe.min.js'), 'utf8');
declare global {
  interface Window {
    axe: { run(options: RunOptions): Promise<AxeResults> };
  }
}

/** What can be otherwise in another theme. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** A page, and what was wrong in it: a panel, or a report. */
type Looked = Pick<Panel, 'page' | 'problems'>;

export async function assertAccessible(panel: Looked): Promise<void> {
  await assertNoViolations(panel);
  await panel.page.close();
}

/** The same page in one theme after the other, as when the user switches, each with a picture of this name. After the first only colours are looked at. The page stays open. */
export async function assertNoViolationsInAnyTheme(panel: Panel, name: string): Promise<void> {
  for (const [index, theme] of THEMES.entries()) {
    await panel.setTheme(theme);
    await picture(panel.page, `${name}-${theme}`);
    await assertNoViolations(panel, theme, index === 0 ? {} : { runOnly: COLOURS });
  }
}

export async function assertAccessibleInAnyTheme(panel: Panel, name: string): Promise<void> {
  await assertNoViolationsInAnyTheme(panel, name);
  await panel.close();
}

/** The page stays open. */
export async function assertNoViolations({ page, problems }: Looked, where = '', options: RunOptions = {}): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate((given) => window.axe.run({ ...given, resultTypes: ['violations'] }), options); // the selectors of all that passes take longest
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message}`).join('\n')}`),
    [],
    where,
  );
  assert.deepEqual(problems, []);
}
