// Panels are made, not global: two stand side by side and know nothing of each other, each with the tabs that its table has.
import assert from 'node:assert/strict';
import type { PanelHostApi, PanelStart } from '../../../../src/protocol/panelProtocol';
import type { Host, PanelEars, Surroundings } from '../../../../webview-ui/panels/run/host';
import { RunPanel } from '../../../../webview-ui/panels/run/runPanel';
import type { Given, Tab } from '../../../../webview-ui/panels/run/tab';
import { historyOf } from '../../../webview/fixtures';

interface Made {
  readonly panel: RunPanel;
  /** What the host would tell it. */
  readonly told: PanelEars;
  readonly calls: readonly (readonly [method: string, ...args: unknown[]])[];
  readonly saved: () => unknown;
}

function make(table: readonly Tab[], start: Partial<PanelStart> = {}, saved?: unknown): Made {
  const calls: [string, ...unknown[]][] = [];
  let kept = saved;
  let told: PanelEars | undefined;
  const answers: Partial<PanelHostApi> = {
    ready: async () => ({
      history: historyOf('done'),
      tab: '',
      generation: { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1, seed: 1, count: 1 },
      translation: { beam: 1, lengthPenalty: 0 },
      fill: { shortest: 1, longest: 1, count: 1 },
      ...start,
    }),
    selection: async (kind) => ({ text: kind, passage: '1' }),
  };
  const host = new Proxy(answers, {
    get: (known, method: string) =>
      Reflect.get(known, method) ??
      (async (...args: unknown[]) => {
        calls.push([method, ...args]);
      }),
  }) as unknown as Host;
  const around: Surroundings = {
    connect: (api) => {
      told = api;
      return { host, ask: () => assert.fail('nothing is asked here') };
    },
    savedState: () => kept,
    saveState: (state) => {
      kept = state;
    },
  };
  const panel = new RunPanel(around, table);
  if (!told) throw new Error('not connected');
  return { panel, told, calls, saved: () => kept };
}

const View = () => null;
const tab = (name: string, more: Partial<Tab> = {}): Tab => ({ name, title: name, open: () => ({ View }), ...more });

describe('panels', () => {
  it('stand side by side: what one is told, shows and keeps, the other does not know', async () => {
    const [left, right] = [make([tab('one'), tab('two')]), make([tab('one'), tab('two')])];
    await Promise.all([left.panel.open(), right.panel.open()]);
    const before = right.panel.run.updates.value.length;
    left.told.progress([{ ...lastUpdate(left), update: 9_999, seq: 1_000_000 }]);
    left.told.show('two');
    left.panel.failure.value = 'It refused.';
    assert.equal(left.panel.run.last.value?.update, 9_999);
    assert.equal(right.panel.run.updates.value.length, before);
    assert.deepEqual([left.panel.tab.value, right.panel.tab.value], ['two', 'one']);
    assert.equal(right.panel.failure.value, undefined);
    assert.deepEqual([left.calls, right.calls], [[['showing', 'two']], []]);
  });

  it('has the tabs that fit its run, and begins with the one asked for, else with the first', async () => {
    const table = [tab('one'), tab('never', { fits: () => false }), tab('two', { fits: ({ model }) => model === 'language model' })];
    for (const [asked, shown] of [
      ['two', 'two'],
      ['never', 'one'],
      ['of another version', 'one'],
      ['', 'one'],
    ] as const) {
      const { panel } = make(table, { tab: asked });
      await panel.open();
      assert.deepEqual(
        panel.tabs.value.map(({ name }) => name),
        ['one', 'two'],
      );
      assert.equal(panel.tab.value, shown);
    }
  });

  it('hands a tab what it shall work on, whether the host or another tab asks', async () => {
    const taken: Given[] = [];
    const table = [tab('one'), tab('two', { open: () => ({ View, take: (given) => taken.push(given) }) })];
    const { panel, told } = make(table, { tab: 'two', asked: { text: 'first', passage: '7' } });
    await panel.open();
    told.show('two', { label: 'second' });
    panel.show('two', { text: 'third', target: 'fourth' });
    panel.show('one', { text: 'fifth' });
    assert.deepEqual(taken, [{ text: 'first', passage: '7' }, { label: 'second' }, { text: 'third', target: 'fourth' }]);
  });

  it('says to the host what “Use selection” takes in the tab that is shown', async () => {
    const { panel } = make([tab('one', { passage: 'line' }), tab('two', { passage: 'in view' }), tab('three')]);
    await panel.open();
    const taken: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      panel.show(name);
      taken.push((await panel.selection()).text);
    }
    assert.deepEqual(taken, ['line', 'in view', 'before the cursor']);
  });

  it('keeps where it was, the folder too, for the window that comes back', async () => {
    const { panel, saved } = make([tab('one')]);
    await panel.open();
    assert.equal(Object(saved()).folder, historyOf('done').summary.folder);
  });

  it('shows a refusal in its own words', async () => {
    const { panel } = make([tab('one')]);
    await panel.attempt(async () => {
      throw new Error('The run is gone.');
    });
    assert.equal(panel.failure.value, 'The run is gone.');
  });
});

function lastUpdate({ panel }: Made) {
  const { last } = panel.run;
  if (!last.value) throw new Error('no update');
  return last.value;
}
