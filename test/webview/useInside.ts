// A panel for each test of the tab Inside, opened as the test wants it, and closed after it: nothing may have gone wrong in it.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { type OpenOptions, openPanel, type Panel } from './harness';

export interface InsideTest {
  readonly panel: () => Panel;
  /** With its maps drawn. */
  readonly open: (options?: OpenOptions) => Promise<void>;
  readonly openTab: (options: OpenOptions) => Promise<void>;
}

export function useInside(): InsideTest {
  let opened: Panel | undefined;
  const panel = () => opened ?? assert.fail('no panel is open');
  afterEach(async () => {
    assert.deepEqual(panel().problems, []);
    await panel().close();
    opened = undefined;
  });
  const openTab = async (options: OpenOptions) => {
    opened = await openPanel(options);
  };
  const open = async (options: OpenOptions = {}) => {
    await openTab({ tab: 'inside', ...options });
    await panel().page.getByTestId('heatmap-h').waitFor();
    await panel().page.waitForTimeout(50);
  };
  return { panel, open, openTab };
}

export async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  return (await element.boundingBox()) ?? assert.fail('not on the page');
}
