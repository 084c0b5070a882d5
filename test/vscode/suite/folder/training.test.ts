import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../until';
import { activate, inWorkspace, panels, runNames, train, workspaceFolder } from '../unroll';

describe('training from the Explorer', () => {
  before(async () => {
    await activate();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const panelNames = () => panels().map(({ label }) => label);

  it('trains hello to the end, and shows its panel', async () => {
    const run = await train(inWorkspace('hello.txt'));
    assert.equal(run?.status, 'done');
    assert.ok(run.latest && run.latest.loss < 0.1, `the loss is ${run.latest?.loss}`);
    for (const file of ['experiment.json', 'metrics.jsonl', 'samples.jsonl', 'last.safetensors']) {
      assert.ok(existsSync(path.join(run.folder, file)), `${file} is missing`);
    }
    assert.equal(path.dirname(run.folder), path.join(workspaceFolder(), '.unroll', 'runs'));
    assert.ok(
      panels().some(({ label }) => label.includes(run.name)),
      `the panels are ${panels().map(({ label }) => label)}`,
    );
  });

  it('trains a second run beside the first', async () => {
    const before = runNames();
    const run = await train(inWorkspace('hello.txt'));
    assert.ok(run && !before.includes(run.name));
    assert.deepEqual(runNames(), [...before, run.name].sort());
    assert.deepEqual(panelNames(), [run.name], 'the panel of the first was a preview');
  });

  it('keeps a panel that the user said to keep, and shows the next run beside it', async () => {
    const kept = panelNames();
    await vscode.commands.executeCommand('unroll.keepRun');
    const run = await train(inWorkspace('hello.txt'));
    assert.deepEqual(panelNames(), [...kept, run?.name]);
  });

  it('trains what an untitled document holds', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'hello '.repeat(20) });
    await vscode.window.showTextDocument(document);
    const run = await train(undefined);
    assert.equal(run?.status, 'done');
  });

  it('trains the unsaved text of an editor, not the file', async () => {
    const file = inWorkspace('draft.txt');
    writeFileSync(file.fsPath, 'on disk '.repeat(10));
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(whole, 'xyz'.repeat(40)));
    const run = await train(file);
    assert.ok(run);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    const vocabulary = readFileSync(path.join(run.folder, 'last.safetensors')).subarray(0, 20_000).toString('latin1');
    assert.match(vocabulary, /vocabulary[^[]*\[[^\]]*x[^\]]*y[^\]]*z/);
    assert.doesNotMatch(vocabulary, /vocabulary[^[]*\[[^\]]*"k/);
  });

  const REFUSED: Readonly<Record<string, string | Uint8Array>> = {
    'an empty file': '',
    'a file of one character': 'a',
    'a binary file': Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256),
  };
  for (const [what, content] of Object.entries(REFUSED)) {
    it(`refuses ${what}, and leaves no run behind`, async () => {
      const file = inWorkspace('refused.txt');
      writeFileSync(file.fsPath, content);
      const before = runNames();
      assert.equal(await train(file), undefined);
      assert.deepEqual(runNames(), before);
    });
  }

  it('refuses a file that is gone', async () => {
    const before = runNames();
    assert.equal(await train(inWorkspace('gone.txt')), undefined);
    assert.deepEqual(runNames(), before);
  });

  it('finishes on the text that it has read when the file is deleted meanwhile', async () => {
    const file = inWorkspace('doomed.txt');
    writeFileSync(file.fsPath, readFileSync(inWorkspace('verse.txt').fsPath));
    const training = train(file);
    const folder = inWorkspace('.unroll', 'runs', 'doomed-gru').fsPath;
    await until('training', () => existsSync(path.join(folder, 'metrics.jsonl')));
    rmSync(file.fsPath);
    await vscode.commands.executeCommand('unroll.stopRun', folder);
    assert.equal((await training)?.status, 'stopped');
    assert.ok(existsSync(path.join(folder, 'last.safetensors')));
  });
});
