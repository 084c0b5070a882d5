// axe finds nothing in the page, and neither policy nor console has anything to say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Panel } from './harness';

const axe = readFileSync(createRequire(path.resolve('package.json')).resolve('axe-core/axe.min.js'), 'utf8');
declare global {
  interface Window {
    axe: { run(): Promise<AxeResults> };
  }
}

export async function assertAccessible(panel: Panel): Promise<void> {
  await assertNoViolations(panel);
  await panel.close();
}

/** The page stays open. */
export async function assertNoViolations({ page, problems }: Panel): Promise<void> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message}`).join('\n')}`),
    [],
  );
  assert.deepEqual(problems, []);
}
