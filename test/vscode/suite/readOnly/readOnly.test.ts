import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { activate, inWorkspace, train } from '../unroll';

describe('a workspace in which no folder can be made', () => {
  it('trains all the same, and keeps the run in the extension’s own storage', async () => {
    await activate();
    assert.ok(
      statSync(inWorkspace('.unroll').fsPath).isFile(),
      'in this workspace .unroll is a file, so that not even root can write runs',
    );
    const run = await train(inWorkspace('hello.txt'));
    assert.equal(run?.status, 'done');
    assert.match(run.folder, /workspaceStorage/);
    assert.ok(existsSync(path.join(run.folder, 'last.safetensors')));
  });
});
