// A cell that is copied is its own: the name in it is that of its file.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { compileCell } from '../../src/engine/cell/compileCell';
import { renameCell } from '../../src/host/commands/cellCommands';

const FOLDER = 'src/engine/cell/builtin';

describe('a copied cell', () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.cell'))) {
    it(`${file} has its new name, and is the same otherwise`, () => {
      const source = readFileSync(`${FOLDER}/${file}`, 'utf8');
      const [before, after] = [compileCell(source), compileCell(renameCell(source, 'my-own'))];
      assert.equal(after.name, 'my-own');
      assert.deepEqual({ ...after, name: before.name, source }, before);
    });
  }
});
