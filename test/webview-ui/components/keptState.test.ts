// What a panel kept comes back field by field: one that does not fit costs no other.
import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { KeptState } from '../../../webview-ui/components/keptState';
import { INSIDE_VIEW, type InsideView } from '../../../webview-ui/panels/run/tabs/inside/insideView';

const inside = (saved: unknown): InsideView => new KeptState(saved, () => {}).keep('inside', INSIDE_VIEW).value;
const INITIAL = inside(undefined);

describe('kept state', () => {
  const pin = { part: 'source', layer: 1, direction: 'backward', name: 'h', unit: 7 };
  for (const [what, saved, expected] of [
    ['nothing', undefined, {}],
    ['no object', 'torn', {}],
    ['a part that is no object', { inside: 3 }, {}],
    ['what 0.1.0 kept', { folder: '/runs/1', layer: 2, inspect: 'abc' }, {}],
    [
      'fields of all kinds',
      { inside: { layer: 2, scale: 'fit', pinned: [pin], columnWidth: 3.5 } },
      { layer: 2, scale: 'fit', pinned: [pin], columnWidth: 3.5 },
    ],
    ['one field that does not fit', { inside: { layer: -1, scale: 'fit' } }, { scale: 'fit' }],
    ['a layer that is no whole number', { inside: { layer: 0.5, scale: 'fit' } }, { scale: 'fit' }],
    ['a word that is no longer known', { inside: { unitsBy: 'colour', directions: 'forward' } }, { directions: 'forward' }],
    ['a width beyond the bounds', { inside: { columnWidth: 4000, scale: 'fit' } }, { columnWidth: undefined, scale: 'fit' }],
    ['a pin that is none', { inside: { pinned: [pin, { unit: 'x' }], expanded: ['h'] } }, { expanded: ['h'] }],
    ['a field that nobody knows', { inside: { colour: 'red' } }, {}],
  ] as const) {
    it(`reads ${what}`, () => assert.deepEqual(inside(saved), { ...INITIAL, ...expected }));
  }

  it('saves each part under its name, and leaves the others as they are', () => {
    let saved: unknown;
    const kept = new KeptState({ elsewhere: { a: 1 } }, (state) => {
      saved = state;
    });
    const [one, two] = [kept.keep('one', { n: z.catch(z.number(), 0) }), kept.keep('two', { s: z.catch(z.string(), '') })];
    one.change({ n: 5 });
    two.change({ s: 'x' });
    kept.folder = '/runs/1';
    assert.deepEqual(saved, { elsewhere: { a: 1 }, one: { n: 5 }, two: { s: 'x' }, folder: '/runs/1' });
  });
});
