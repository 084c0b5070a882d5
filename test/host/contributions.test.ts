// package.json promises commands, menus and files: each must be kept by the code.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { CELL_FUNCTIONS } from '../../src/engine/cell/cellFunctions';
import { allCommands, type CommandTools } from '../../src/host/commands/commands';

const { contributes, icon } = JSON.parse(readFileSync('package.json', 'utf8'));
const declared: string[] = contributes.commands.map(({ command }: { command: string }) => command);

describe('contributions', () => {
  it('has a handler for each declared command, and declares each handler', () => {
    const handled = Object.keys(allCommands({ extension: {} } as CommandTools));
    assert.deepEqual(handled.sort(), [...declared].sort());
  });

  it('puts only declared commands into menus', () => {
    const used = Object.values(contributes.menus as Record<string, { command: string }[]>)
      .flat()
      .map(({ command }) => command);
    assert.deepEqual(
      used.filter((command) => !declared.includes(command)),
      [],
    );
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
