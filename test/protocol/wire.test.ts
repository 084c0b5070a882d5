/** What arrives of what is sent, over the channel to the engine and over VS Code's to a panel. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { overClone, overJson } from '../../src/protocol/wire';
import { asVsCodeSends } from '../webview/asVsCodeSends';

const toPanel = (message: object): { e?: unknown; r?: unknown } => overJson.deserialize(asVsCodeSends(overJson.serialize(message)));
const toEngine = (message: object): { e?: unknown; r?: unknown } => overClone.deserialize(structuredClone(overClone.serialize(message)));

class RunFolderError extends Error {
  override readonly name = 'RunFolderError';
}

describe('messages that cross', () => {
  for (const [where, cross] of [
    ['to a panel', toPanel],
    ['to the engine', toEngine],
  ] as const) {
    it(`${where} keep numbers that JSON has no word for, what is left out, and typed arrays`, () => {
      const values = Float32Array.of(1, Number.NaN, Number.NEGATIVE_INFINITY, 4);
      const message = { t: 's', r: { loss: Number.NaN, most: [Number.POSITIVE_INFINITY, undefined, null], values: values.subarray(1, 3) } };
      assert.deepEqual(cross(message), message);
      assert.deepEqual(cross({ t: 'q', a: ['passage', undefined] }), { t: 'q', a: ['passage', undefined] });
      assert.equal(cross({ t: 's', r: undefined }).r, undefined);
    });

    it(`${where} say an error's name and message, and no more`, () => {
      const { e } = cross({ t: 's', i: '1', e: new RunFolderError('There is no run in /a.') });
      assert.ok(e instanceof Error);
      assert.deepEqual(
        [e.name, e.message, e.stack],
        ['RunFolderError', 'There is no run in /a.', 'RunFolderError: There is no run in /a.'],
      );
      assert.equal((cross({ e: 'a word' }).e as Error).message, 'a word');
    });

    it(`${where} arrive as they were sent`, () => {
      // JSON writes −0 as 0, however deep it lies.
      const value = fc
        .json({ maxDepth: 4 })
        .filter((json) => !json.includes('"$"'))
        .map((json): unknown => JSON.parse(JSON.stringify(JSON.parse(json))));
      const numbers = fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, 1e300, 0);
      fc.assert(
        fc.property(fc.array(fc.oneof(value, numbers, fc.constant(undefined))), (list) => {
          const plain = structuredClone(list);
          assert.deepEqual(cross({ r: { list: plain } }), { r: { list: plain } });
        }),
      );
    });
  }

  it('may be anything where a panel sends them', () => {
    fc.assert(
      fc.property(fc.object({ withNullPrototype: true, key: fc.constantFrom('$', 'e', 'a', '__proto__', 'name') }), (sent) => {
        overJson.deserialize(sent);
      }),
    );
  });
});
