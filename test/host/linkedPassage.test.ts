// A panel's tie to a passage: characters are counted in code points, and hold as long as the passage does.
import assert from 'node:assert/strict';
import { Annotations } from '../../src/host/editors/annotations';
import { LinkedPassage } from '../../src/host/editors/linkedPassage';
import { asDocument, asRange } from './fakes';
import { FakeDocument, FakeEditor, Position, Selection, show } from './fakeVscode';

const READING = { units: 'characters', lineEnds: 'lf', normalization: 'nfc' } as const;

describe('a passage that a panel is tied to', () => {
  let annotations: Annotations;
  let document: FakeDocument;
  let editor: FakeEditor;
  let link: LinkedPassage;
  beforeEach(() => {
    annotations = new Annotations();
    document = new FakeDocument('one 𝕏yz');
    editor = new FakeEditor(document);
    show(editor);
    link = new LinkedPassage(
      { document: asDocument(document), viewColumn: 1, range: asRange(0, 4, 0, 8), text: '𝕏yz' },
      annotations,
      READING,
    );
  });
  afterEach(() => {
    link.dispose();
    annotations.dispose();
  });

  const pointed = () => annotations.of('pointed', asDocument(document)).map(({ range }) => document.getText(range as never));

  it('points at a character, wherever an edit has moved it to', () => {
    link.pointAt(1);
    assert.deepEqual(pointed(), ['y']);
    document.insert(new Position(0, 0), 'new\n');
    assert.deepEqual(pointed(), ['y']);
    link.pointAt(0);
    assert.deepEqual(pointed(), ['𝕏']);
    link.pointAt(undefined);
    assert.deepEqual(pointed(), []);
  });

  it('points at nothing any more once the passage was edited', () => {
    document.insert(new Position(0, 7), '!');
    link.pointAt(0);
    assert.deepEqual(pointed(), []);
  });

  it('goes on after something was inserted behind the passage', () => {
    document.insert(new Position(0, 8), ' and more');
    link.pointAt(2);
    assert.deepEqual(pointed(), ['z']);
  });

  it('says which of its characters the cursor is at', () => {
    const said: (number | undefined)[] = [];
    link.onDidMoveCursor((index) => said.push(index));
    for (const character of [4, 6, 7, 8, 0]) editor.select(new Selection(0, character, 0, character));
    assert.deepEqual(said, [0, 1, 2, undefined, undefined]);
  });

  it('points at what the model reads as one in a document of Windows, with letters and marks apart', () => {
    const windows = new FakeDocument('a\r\ne\u0301z');
    const windowsEditor = new FakeEditor(windows);
    show(windowsEditor);
    const tied = new LinkedPassage(
      { document: asDocument(windows), viewColumn: 1, range: asRange(0, 0, 1, 3), text: 'a\r\ne\u0301z' },
      annotations,
      READING,
    );
    try {
      const shown = [0, 1, 2, 3, 4].map((index) => {
        tied.pointAt(index);
        return annotations.of('pointed', asDocument(windows)).map(({ range }) => windows.getText(range as never));
      });
      assert.deepEqual(shown, [['a'], ['\r\n'], ['e\u0301'], ['z'], []]);
      const said: (number | undefined)[] = [];
      tied.onDidMoveCursor((index) => said.push(index));
      for (const [line, character] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
        [1, 2],
      ] as const)
        windowsEditor.select(new Selection(line, character, line, character));
      assert.deepEqual(said, [0, 1, 2, 2, 3]);
    } finally {
      tied.dispose();
    }
  });
});
