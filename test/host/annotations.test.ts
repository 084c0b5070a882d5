// One rule for all that is drawn over documents: it moves with edits before it, goes with edits of what it is about, and only what is in sight is drawn.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { ANNOTATION_STYLES, type AnnotationKind } from '../../src/host/editors/annotationStyles';
import { Annotations } from '../../src/host/editors/annotations';
import { asDocument, asRange } from './fakes';
import { FakeDocument, FakeEditor, Position, show, window } from './fakeVscode';

const LINES = ['abab', 'xyxy', 'baba'];

describe('annotations', () => {
  let annotations: Annotations;
  let document: FakeDocument;
  let editor: FakeEditor;
  beforeEach(() => {
    window.decorationTypes = [];
    annotations = new Annotations();
    document = new FakeDocument(LINES.join('\n'));
    editor = new FakeEditor(document);
    show(editor);
  });
  afterEach(() => {
    annotations.dispose();
    show();
  });

  const noteEachLine = () => annotations.show('note', asDocument(document), notesOf(document));
  const noted = () => annotations.of('note', asDocument(document)).map(({ range, behind }) => [range.start.line, behind]);
  const settled = () => wait(40);

  it('moves with a line that is added above, in the document and in the editor', async () => {
    noteEachLine();
    document.insert(new Position(1, 0), 'new\n');
    const expected = [
      [0, 'abab'],
      [2, 'xyxy'],
      [3, 'baba'],
    ];
    assert.deepEqual(noted(), expected);
    await settled();
    assert.deepEqual(editor.drawn, expected);
  });

  for (const [where, position] of [
    ['the beginning', new Position(1, 0)],
    ['the middle', new Position(1, 2)],
    ['the end', new Position(1, 4)],
  ] as const) {
    it(`what is typed at ${where} of a line takes the line's note away, and no other`, async () => {
      noteEachLine();
      document.insert(position, '!');
      await settled();
      assert.deepEqual(
        editor.drawn.map(([line]) => line),
        [0, 2],
      );
    });
  }

  it('a line that is joined with another loses its note', () => {
    noteEachLine();
    document.edit({ rangeOffset: 4, rangeLength: 1, text: '' });
    assert.deepEqual(noted(), [[1, 'baba']]);
  });

  it('Enter at the end of a line changes nothing about it', () => {
    noteEachLine();
    document.insert(new Position(0, 4), '\n');
    assert.deepEqual(
      noted().map(([line]) => line),
      [0, 2, 3],
    );
  });

  it('what is about a text, not a line, stays when something is typed beside it', () => {
    annotations.show('replaced', asDocument(document), [{ range: asRange(0, 0, 0, 4), behind: 'ABAB' }]);
    document.insert(new Position(0, 4), ' more');
    assert.equal(annotations.of('replaced', asDocument(document)).length, 1);
  });

  it('goes when the document is closed or gets another language', async () => {
    noteEachLine();
    await settled();
    assert.equal(editor.drawn.length, 3);
    document.close();
    await settled();
    assert.deepEqual([noted(), editor.drawn, annotations.has('note')], [[], [], false]);
  });

  it('is drawn in an editor that comes into sight, and not in one that left', async () => {
    show();
    noteEachLine();
    await settled();
    assert.equal(editor.calls, 0);
    const other = new FakeEditor(document);
    show(other);
    await settled();
    assert.deepEqual([editor.calls, other.drawn.length], [0, 3]);
  });

  it('draws what is in sight, and more when that is scrolled to', async () => {
    document = new FakeDocument(Array.from({ length: 5000 }, (_, line) => `line ${line}`).join('\n'));
    editor = new FakeEditor(document);
    show(editor);
    noteEachLine();
    await settled();
    const first = editor.drawn.map(([line]) => line);
    assert.ok(first.includes(0) && first.length < 200, `${first.length} are drawn`);
    editor.scrollTo(3000);
    await settled();
    const then = editor.drawn.map(([line]) => line);
    assert.ok(then.includes(3000) && !then.includes(0) && then.length < 200, `${then.length} are drawn`);
  });

  it('draws with one call for what changes in one frame, and none for kinds that are not there', async () => {
    for (let change = 0; change < 5; change++) noteEachLine();
    document.insert(new Position(2, 4), '!');
    await settled();
    assert.equal(editor.calls, 1);
  });

  it('needs no more than 16 decoration types, one for each kind', async () => {
    const kinds = Object.keys(ANNOTATION_STYLES) as AnnotationKind[];
    for (let time = 0; time < 2; time++) {
      for (const kind of kinds) annotations.show(kind, asDocument(document), [{ range: asRange(0, 0, 0, 1) }]);
      await settled();
    }
    assert.equal(window.decorationTypes.length, kinds.length);
    assert.ok(kinds.length <= 16);
  });
});

function notesOf(document: FakeDocument) {
  return Array.from({ length: document.lineCount }, (_, line) => {
    const { text } = document.lineAt(line);
    return { range: asRange(line, 0, line, text.length), behind: text.replace(' ', '\u00a0') };
  });
}
