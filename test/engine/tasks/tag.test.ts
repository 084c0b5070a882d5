/** Tags of texts of any length, and what a rule restores. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tag, trace } from '../../../src/engine/abilities';
import { takeAway } from '../../../src/engine/tasks/tag/rule';
import { cutOverlapping } from '../../../src/engine/tasks/tag/tag';
import { running } from '../trainOnce';
import { modelOf, rowsOf, VERSE } from './modelOf';

describe('tag', function () {
  this.timeout(60_000);

  it('cuts a text so that each character is told once, and by a window with something on both sides of it', () =>
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 64 }), (length, window) => {
        const pieces = cutOverlapping(length, window);
        const margin = Math.floor(window / 4);
        assert.deepEqual(
          pieces.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, k) => from + k)),
          Array.from({ length }, (_, t) => t),
        );
        for (const { start, end, from, to } of pieces) {
          assert.ok(start >= 0 && end <= length && end - start <= window && start <= from && to <= end);
          assert.ok(from === 0 || from - start >= margin);
          assert.ok(to === length || end - to >= margin);
        }
      }),
    ));

  it('takes the likeliest tag at each character, as the network says it over the whole text', async () => {
    const model = await modelOf(
      { task: 'tag', bidirectional: 'concat' },
      rowsOf(['abcab', '12312'], ['bca', '231'], ['ccab', '3312'], ['a', '1']),
    );
    for (const text of ['abc', 'c', 'bcabcabacbabcab']) {
      const { output, tags } = await tag(model, text, running);
      const { predictions } = await trace(model, text, running);
      assert.deepEqual(
        tags.map(({ character }) => character),
        predictions.map(([first]) => first?.symbol),
      );
      tags.forEach(({ probability }, t) => {
        assert.ok(Math.abs(probability - (predictions[t]?.[0]?.probability ?? 0)) < 1e-9);
      });
      assert.equal(output, tags.map(({ character }) => character).join(''));
    }
    assert.deepEqual(await tag(model, '', running), { text: '', output: '', tags: [], unknown: [] });
    model.dispose();
  });

  it('restores case, and never puts another letter in the place of one', async () => {
    const model = await modelOf({ task: 'tag', rule: 'case', bidirectional: 'concat', updates: 60, hidden: 12 }, VERSE);
    assert.match((await tag(model, VERSE.toLowerCase(), running)).output, /The cat sat on the mat\. The rat/);
    const clueless = await modelOf({ task: 'tag', rule: 'case', updates: 1 }, VERSE);
    const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: fc.constantFrom(...VERSE), maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        for (const way of [text, text.normalize('NFD')]) {
          const { output } = await tag(clueless, way, running);
          assert.deepEqual(takeAway('case', output).characters, takeAway('case', way).characters);
        }
      }),
      { numRuns: 20 },
    );
    for (const kept of ['ß∀\r\n', '\u{2f800}\u212b\r\n', 'q\u0307\u0323\u2126'])
      assert.deepEqual(takeAway('case', (await tag(clueless, kept, running)).output).characters, takeAway('case', kept).characters);
    clueless.dispose();
    model.dispose();
  });

  it('restores punctuation', async () => {
    const model = await modelOf({ task: 'tag', rule: 'punctuation', bidirectional: 'concat', updates: 120, hidden: 16 }, VERSE);
    const bare = VERSE.replace(/\p{P}/gu, '');
    const { output, tags } = await tag(model, bare, running);
    assert.equal(tags.length, bare.length);
    assert.equal(output.replace(/\p{P}/gu, ''), bare);
    assert.match(output, /on the mat\. The rat, too, sat on the Cat!/);
    assert.match((await tag(model, '“…The cat', running)).output, /^“…The cat/);
    model.dispose();
  });
});
