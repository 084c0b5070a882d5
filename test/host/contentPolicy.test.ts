// A panel's page loads nothing of a stranger's: what would not fall back on default-src is named too.
import assert from 'node:assert/strict';
import { contentPolicy } from '../../src/host/panels/contentPolicy';

describe('content policy of a panel', () => {
  const directives = new Map(
    contentPolicy('https://files.test', 'abc')
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );

  it('allows nothing by default, no base address, and no form to be sent', () => {
    for (const name of ['default-src', 'base-uri', 'form-action']) assert.deepEqual(directives.get(name), ["'none'"], name);
  });

  it('runs the one script that has the nonce', () => assert.deepEqual(directives.get('script-src'), ["'nonce-abc'"]));

  it('opens nothing to the network, and nothing inline', () => {
    for (const name of ['connect-src', 'frame-src', 'worker-src']) assert.equal(directives.has(name), false, name);
    assert.ok(![...directives.values()].flat().some((source) => /unsafe|\*/.test(source)));
  });
});
