// Real processes die in real ways; what is said of them must be true.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { crashReason } from '../../src/protocol/crashReason';

function reasonOf(code: string, ...flags: string[]): string {
  const { status, signal, stderr } = spawnSync(process.execPath, [...flags, '-e', code], { encoding: 'utf8' });
  return crashReason({ code: status, signal, stderr: stderr.trimEnd().split('\n') });
}

describe('why the engine process ended', () => {
  it('was killed', () => assert.match(reasonOf('process.kill(process.pid, "SIGKILL")'), /SIGKILL.*memory is short/));

  it('crashed in native code', () =>
    assert.match(reasonOf('process.kill(process.pid, "SIGSEGV")'), /native code crashed \(SIGSEGV\).*unroll\.device/));

  it('ran out of memory', () => {
    assert.match(reasonOf('const all = []; for (;;) all.push(new Array(1e5).fill({}))', '--max-old-space-size=20'), /out of memory/);
  });

  it('threw, and the error is named without its stack', () => {
    const reason = reasonOf('throw new TypeError("weights are not numbers")');
    assert.equal(reason, 'exit code 1: TypeError: weights are not numbers');
  });

  it('left without a word', () => assert.equal(crashReason({ code: 3, signal: null, stderr: [] }), 'exit code 3.'));
});
