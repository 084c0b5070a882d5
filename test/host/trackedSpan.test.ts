// After any edit, an intact span is where its text is found, and a span is broken only by an edit within it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEdit, type Change, type Span } from '../../src/host/editors/trackedSpan';

/** Signs that occur nowhere else, so that the span can be found by searching. */
const PASSAGE = '«passage»';

const scenes = fc.record({
  before: fc.stringMatching(/^[a-z ]{0,12}$/),
  after: fc.stringMatching(/^[a-z ]{0,12}$/),
  cuts: fc.uniqueArray(fc.nat(40), { maxLength: 6 }),
  texts: fc.array(fc.stringMatching(/^[A-Z]{0,4}$/), { minLength: 3, maxLength: 3 }),
});

/** Up to three replacements that do not overlap, the last in the document first, as VS Code reports them. */
function changesOf(document: string, cuts: readonly number[], texts: readonly string[]): Change[] {
  const at = cuts.filter((cut) => cut <= document.length).sort((a, b) => a - b);
  const changes: Change[] = [];
  for (let pair = 0; 2 * pair + 1 < at.length; pair++) {
    const [from = 0, to = 0] = at.slice(2 * pair);
    changes.unshift({ rangeOffset: from, rangeLength: to - from, text: texts[pair] ?? '' });
  }
  return changes;
}

function apply(document: string, changes: readonly Change[]): string {
  return changes.reduce((text, c) => text.slice(0, c.rangeOffset) + c.text + text.slice(c.rangeOffset + c.rangeLength), document);
}

describe('a span of a document that is edited', () => {
  it('is where its text is', () => {
    fc.assert(
      fc.property(scenes, ({ before, after, cuts, texts }) => {
        const document = before + PASSAGE + after;
        const changes = changesOf(document, cuts, texts);
        const span = afterEdit({ start: before.length, length: PASSAGE.length, intact: true }, changes);
        const found = apply(document, changes).indexOf(PASSAGE);
        assert.equal(span.intact, found >= 0);
        if (span.intact) assert.equal(span.start, found);
      }),
      { numRuns: 500 },
    );
  });

  it('moves with what is typed right before it, and not with what is typed right after it', () => {
    const span: Span = { start: 3, length: 4, intact: true };
    assert.deepEqual(afterEdit(span, [{ rangeOffset: 3, rangeLength: 0, text: 'ab' }]), { ...span, start: 5 });
    assert.deepEqual(afterEdit(span, [{ rangeOffset: 7, rangeLength: 0, text: 'ab' }]), span);
  });

  it('stays broken', () => {
    assert.equal(afterEdit({ start: 3, length: 4, intact: false }, []).intact, false);
  });
});
