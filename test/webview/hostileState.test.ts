// What a panel kept may be anything: another version's, damaged, or written by somebody. Whatever it is, every tab opens, and nothing is thrown.
import assert from 'node:assert/strict';
import { mixedSeed, Random } from '../../src/engine/random';
import { openPanel, type Panel } from './harness';

const STORE = 'webview state';
/** Fields that are kept only where they were set. */
const OPTIONAL = [
  'columnWidth',
  'checkpoint',
  'index',
  'unit',
  'direction',
  'brushed',
  'chosen',
  'pinned',
  'layer',
  'state',
  'temperature',
  'seed',
];
const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Of every type, and beyond all bounds; some are what a field may be, and of no run that there is. */
const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 0.5, 1, 7, 1e9, Number.MAX_SAFE_INTEGER, 1e308],
  ...['', 'x', 'h', 'target', 'backward', 'all', 'x'.repeat(10_000), '\u0000\ud800', '<img src=x onerror=alert(1)>', '__proto__'],
  ...[
    [],
    {},
    [null],
    nested(3_000),
    { from: 5, to: 2 },
    { from: 0, to: 1e9 },
    { layer: 99, direction: 'backward', name: 'none', unit: 1e9 },
  ],
  ...[
    [{ part: 'target', layer: 99, direction: 'forward', name: 'none', unit: 1e9 }],
    [{ kind: 'clamp', layer: 99, direction: 'forward', name: 'h', unit: 1e9, value: 1e308, from: 1e9 }],
  ],
];

type State = Record<string, unknown>;

describe('what a panel kept', function () {
  this.timeout(240_000);

  for (const [panel, tabs] of [
    ['run', ['training', 'inside', 'memory', 'units', 'whatIf', 'step', 'continuations', 'evaluation']],
    ['compare', []],
  ] as const)
    it(`may be anything: ${panel}`, async () => {
      const opened = await openPanel({ panel, ...(tabs[1] && { tab: tabs[1] }) });
      await visit(opened, tabs);
      const proper = await kept(opened);
      assert.ok(Object.keys(proper).length >= (panel === 'run' ? 8 : 2), `${Object.keys(proper)}`);
      const states = [
        ...[null, 3, 'torn', [], nested(3_000)],
        ...VALUES.map((value) => filled(proper, () => value)),
        ...[1, 2, 3].map((seed) => {
          const random = Random.fromSeed(mixedSeed(seed, 0));
          return filled(proper, (own) => (random.uniform() < 0.5 ? own : VALUES[Math.floor(random.uniform() * VALUES.length)]));
        }),
      ];
      for (const state of states) {
        await opened.page.evaluate(([key, json]) => sessionStorage.setItem(key as string, json as string), [STORE, JSON.stringify(state)]);
        await opened.page.reload();
        await opened.page.locator('h1').waitFor();
        await visit(opened, tabs);
        assert.deepEqual(opened.problems, [], JSON.stringify(state).slice(0, 2_000));
      }
      await opened.close();
    });
});

async function visit({ page }: Panel, tabs: readonly string[]): Promise<void> {
  for (const tab of tabs) await page.getByTestId(`tab-${tab}`).click();
  for (let frame = 0; frame < 3; frame++)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined))));
}

async function kept({ page }: Panel): Promise<State> {
  return JSON.parse((await page.evaluate((key) => sessionStorage.getItem(key), STORE)) ?? '{}') as State;
}

/** Every field of every part, and those that are there only now and then. */
function filled(proper: State, of: (own: unknown) => unknown): State {
  const parts = Object.entries(proper).map(([name, part]) => {
    if (typeof part !== 'object' || part === null) return [name, of(part)];
    const fields = new Set([...Object.keys(part), ...OPTIONAL]);
    return [name, Object.fromEntries([...fields].map((field) => [field, of((part as State)[field])]))];
  });
  return Object.fromEntries(parts) as State;
}
