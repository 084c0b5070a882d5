import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../../../src/protocol/engineProtocol';
import { until } from '../../until';
import { activate, inWorkspace, train } from '../unroll';

describe('the engine process', () => {
  it('stops with a checkpoint, is killed while it goes on, and resumes from that checkpoint', async () => {
    const unroll = await activate();
    const folder = inWorkspace('.unroll', 'runs', 'verse-gru').fsPath;
    const first = train(inWorkspace('verse.txt'));
    await until('training', () => existsSync(path.join(folder, 'metrics.jsonl')));
    await vscode.commands.executeCommand('unroll.stopRun', folder);
    const stopped = await first;
    assert.equal(stopped?.status, 'stopped');

    const metrics = path.join(folder, 'metrics.jsonl');
    const size = statSync(metrics).size;
    const second = vscode.commands.executeCommand<RunSummary | undefined>('unroll.resumeRun', folder);
    await until('training', () => statSync(metrics).size > size);
    const pid = unroll.enginePid();
    assert.ok(pid, 'no engine process runs');
    process.kill(pid, 'SIGKILL');
    assert.equal(await second, undefined, 'a crash is an error, shown as a message');

    const third = vscode.commands.executeCommand<RunSummary | undefined>('unroll.resumeRun', folder);
    const sizeAfterCrash = statSync(metrics).size;
    await until('training in a new process', () => statSync(metrics).size !== sizeAfterCrash);
    assert.notEqual(unroll.enginePid(), pid);
    await vscode.commands.executeCommand('unroll.stopRun', folder);
    const resumed = await third;
    assert.equal(resumed?.status, 'stopped');
    assert.ok(resumed.update >= stopped.update, `went on from update ${stopped.update} to ${resumed.update}`);
  });
});
