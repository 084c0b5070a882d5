// package.json promises commands, menus and files: each must be kept by the code.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { CELL_FUNCTIONS } from '../../src/engine/cell/cellFunctions';
import { TASKS } from '../../src/engine/tasks/words';
import { allCommands, type CommandTools } from '../../src/host/commands/commands';
import type { Annotations } from '../../src/host/editors/annotations';
import { ListSettings } from '../../src/host/views/listSettings';
import { offerWhatWorks } from '../../src/host/views/menuContext';
import type { Runs } from '../../src/host/workspace/runs';
import { RUNS_FOLDER } from '../../src/protocol/engineProtocol';
import { memento } from './fakes';
import { commands, Disposable, FakeDocument, FakeEditor, window } from './fakeVscode';

const { contributes, icon } = JSON.parse(readFileSync('package.json', 'utf8'));
const declared: string[] = contributes.commands.map(({ command }: { command: string }) => command);
const menus: Readonly<
  Record<string, readonly { readonly command?: string; readonly submenu?: string; readonly group?: string; readonly when?: string }[]>
> = contributes.menus;

/** All that the host ever sets, of runs of every task in every state. */
function contextKeys(): Set<string> {
  commands.executed = [];
  const keys = new Set(['unroll.previewShown', 'unroll.answered']);
  new ListSettings(memento());
  window.activeTextEditor = new FakeEditor(new FakeDocument('a'));
  const states = ['training', 'stopped', 'done'];
  const all = TASKS.flatMap((task) =>
    states.map((status) => ({ status, hasCheckpoint: true, experiment: { task }, experimentFile: { file: 'a.unroll.json' } })),
  );
  const nothing = { onDidChange: () => new Disposable(() => undefined) };
  offerWhatWorks({ ...nothing, all, deleted: [{}] } as unknown as Runs, { ...nothing, has: () => true } as unknown as Annotations);
  window.activeTextEditor = undefined;
  for (const [command, key] of commands.executed) if (command === 'setContext') keys.add(String(key));
  return keys;
}

describe('contributions', () => {
  it('has a handler for each declared command, and declares each handler', () => {
    const handled = Object.keys(allCommands({ extension: {} } as CommandTools));
    assert.deepEqual(handled.sort(), [...declared].sort());
  });

  it('keeps runs where the code does', () => {
    const settings = [contributes.configuration].flat().flatMap(({ properties }) => Object.entries<{ default: unknown }>(properties));
    assert.equal(Object.fromEntries(settings)['unroll.runsFolder']?.default, RUNS_FOLDER);
    const matched: { fileMatch: string[] }[] = contributes.jsonValidation;
    assert.ok(matched.some(({ fileMatch }) => fileMatch.includes(`**/${RUNS_FOLDER}/*/experiment.json`)));
  });

  it('puts only declared commands and submenus into menus', () => {
    const submenus: string[] = contributes.submenus.map(({ id }: { id: string }) => id);
    const used = Object.values(menus).flat();
    assert.deepEqual(
      used.filter(({ command = '', submenu = '' }) => !declared.includes(command) && !submenus.includes(submenu)),
      [],
    );
    assert.deepEqual(
      submenus.filter((id) => !menus[id]?.length || !used.some(({ submenu }) => submenu === id)),
      [],
    );
  });

  it('has one thing to train with in the Explorer, two to use a run in the editor, and all else in one submenu of each', () => {
    const direct = (menu: string) => (menus[menu] ?? []).map(({ command, submenu }) => command ?? submenu);
    // Of an experiment file its own, and no other.
    assert.deepEqual(direct('explorer/context'), ['unroll.trainExperiment', 'unroll.train', 'unroll.explorer']);
    assert.deepEqual(direct('editor/context'), ['unroll.generate', 'unroll.inspect', 'unroll.editor']);
    assert.ok(
      menus['unroll.explorer']?.every(({ when }) => when),
      'an entry of the Explorer does not say which files it fits',
    );
  });

  it('has each entry of a run menu at a place of its own', () => {
    const states = ['training', 'training checkpoint', 'stopped resumable checkpoint', 'done finished checkpoint', 'failed'];
    const runs = states.flatMap((state) => (state.endsWith('checkpoint') ? TASKS.map((task) => `run ${state} ${task}`) : [`run ${state}`]));
    for (const item of [...runs, 'group', 'unreadable']) {
      const shown = (menus['view/item/context'] ?? []).filter(({ when = '' }) => {
        const [, pattern = ''] = /viewItem =~ \/(.*?)\/(?: |$)/.exec(when) ?? [];
        return new RegExp(pattern).test(item);
      });
      const places = shown.map(({ group }) => group);
      assert.deepEqual([...new Set(places)], places, item);
      assert.ok(shown.length > 0, item);
    }
  });

  it('goes by no context key that the host does not set', () => {
    const known = contextKeys();
    const conditions = [menus, { keybindings: contributes.keybindings, welcome: contributes.viewsWelcome }].flatMap((all) =>
      Object.values(all).flat(),
    );
    const used = conditions.flatMap(({ when = '' }: { readonly when?: string }) => when.match(/\bunroll\.[\w.-]+/g) ?? []);
    const views = ['unroll.runs', 'unroll.run']; // the tree, and the type of the panel
    assert.ok(used.length > 20);
    assert.deepEqual(
      used.filter((key) => !known.has(key) && !views.includes(key)),
      [],
    );
  });

  it('offers in the palette only what can work', () => {
    const anywhere = ['importWeights', 'openCell', 'showDevices', 'refreshRuns', 'openSamples', 'showLog'].map((name) => `unroll.${name}`);
    const conditional = (menus.commandPalette ?? []).map(({ command }) => command);
    assert.deepEqual(
      declared.filter((command) => !conditional.includes(command)),
      anywhere,
    );
  });

  it('binds keys only to declared commands, and only where the list of runs or what is drawn in an editor has them', () => {
    const bound: readonly { readonly command: string; readonly when: string }[] = contributes.keybindings;
    assert.ok(bound.length > 0);
    for (const { command, when } of bound) {
      assert.ok(declared.includes(command), command);
      assert.match(when, /^(focusedView == unroll\.runs && listFocus && !inputFocus|editorTextFocus && unroll\.changesHere$)/);
    }
  });

  it('names only commands that exist in its texts', () => {
    const texts = JSON.stringify(contributes);
    const linked = [...texts.matchAll(/(?:command|onCommand):(unroll\.\w+)/g)].map(([, id]) => id ?? '');
    assert.ok(linked.length > 5);
    assert.deepEqual(
      linked.filter((command) => !declared.includes(command)),
      [],
    );
  });

  it('ships every file it refers to', () => {
    const files = [...JSON.stringify({ contributes, icon }).matchAll(/"(?:\.\/)?(media\/[^"]+)"/g)].map(([, file]) => file ?? '');
    assert.ok(files.length > 8);
    assert.deepEqual(
      files.filter((file) => !existsSync(file)),
      [],
    );
  });

  it('colours every function that an equation may call', () => {
    const grammar = readFileSync('media/languages/cell.tmLanguage.json', 'utf8');
    const [, names = ''] = /\(((?:\w+\|)+\w+)\)\(\?=\\\\s\*\\\\\(\)/.exec(grammar) ?? [];
    const coloured = names.split('|').sort();
    assert.deepEqual(
      CELL_FUNCTIONS.map(({ name }) => name).filter((name) => !coloured.includes(name)),
      [],
    );
  });

  it('asks nothing of the network in what it ships', () => {
    assert.deepEqual(JSON.stringify(contributes).match(/https?:/g), null);
  });
});
