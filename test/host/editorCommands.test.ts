// What a model answers lands on the text that it was asked about, wherever that stands by then, and nowhere else.
import assert from 'node:assert/strict';
import { classifyCommands } from '../../src/host/commands/classifyCommands';
import type { CommandTools } from '../../src/host/commands/commands';
import { tagCommands } from '../../src/host/commands/tagCommands';
import { Annotations } from '../../src/host/editors/annotations';
import type { EngineProcess } from '../../src/host/engineProcess';
import { asDocument, asEditor } from './fakes';
import { FakeDocument, FakeEditor, Position, Selection, show, window } from './fakeVscode';

describe('a model that is asked from the editor', () => {
  let annotations: Annotations;
  let document: FakeDocument;
  let editor: FakeEditor;
  beforeEach(() => {
    annotations = new Annotations();
    document = new FakeDocument('abab\n\nxyxy\nbaba');
    editor = new FakeEditor(document);
    show(editor);
    window.said = [];
  });
  afterEach(() => annotations.dispose());

  it('labels the lines that were asked about, where they are when the answer comes', async () => {
    await classifyLines(() => document.insert(new Position(0, 0), 'new\n\n'));
    assert.deepEqual(noted(), [
      [2, 'ABAB'],
      [4, 'XYXY'],
      [5, 'BABA'],
    ]);
  });

  it('labels no line that was edited meanwhile', async () => {
    await classifyLines(() => document.insert(new Position(2, 4), '!'));
    assert.deepEqual(noted(), [
      [0, 'ABAB'],
      [3, 'BABA'],
    ]);
  });

  it('says so where every line was edited meanwhile', async () => {
    await assert.rejects(
      classifyLines(() => document.edit({ rangeOffset: 0, rangeLength: document.getText().length, text: 'all new' })),
      /edited meanwhile/,
    );
    assert.deepEqual(noted(), []);
  });

  it('clears labels, and says so where there are none', async () => {
    await classifyLines();
    const { 'unroll.clearLabels': clear } = classifyCommands(tools());
    window.said = [];
    await clear?.();
    assert.deepEqual([noted(), window.said], [[], []]);
    await clear?.();
    assert.match(window.said.join(), /No document shows labels/);
  });

  it('restores a text where it has moved to, and selects what was written to its end, whatever the line ends', async () => {
    document = new FakeDocument('one\r\ntwo\r\nthree', '\r\n');
    editor = new FakeEditor(document);
    editor.selection = new Selection(0, 0, 1, 3);
    const meanwhile = () => document.insert(new Position(0, 0), 'new\n');
    const { 'unroll.tag': tag } = tagCommands(tools(meanwhile, { rule: 'case' }));
    await tag?.();
    assert.equal(document.getText(), 'new\r\nONE\r\nTWO\r\nthree');
    const { start, end } = editor.selection;
    assert.deepEqual([start, end], [new Position(1, 0), new Position(2, 3)]);
  });

  async function classifyLines(meanwhile?: () => void): Promise<void> {
    await classifyCommands(tools(meanwhile))['unroll.classifyLines']?.();
  }

  function noted() {
    return annotations.of('note', asDocument(document)).map(({ range, behind }) => [range.start.line, behind?.split(' ')[0]]);
  }

  /** A model that shouts, and what happens in the editor until it answers. */
  function tools(meanwhile?: () => void, experiment: object = {}): CommandTools {
    const shout = (text: string) => text.replaceAll('\r\n', '\n').toUpperCase();
    const answers: Record<string, (given: { texts: readonly string[]; text: string }) => unknown> = {
      classify: ({ texts }) => texts.map((text) => ({ text, labels: [{ symbol: shout(text), probability: 1 }], unknown: [] })),
      tag: ({ text }) => ({ text, output: shout(text), tags: [] }),
    };
    const ask: EngineProcess['ask'] = async (_, kind, given) => {
      meanwhile?.();
      return answers[kind]?.(given as never) as never;
    };
    const picker = { pick: async () => ({ folder: '/run', name: 'run', experiment }) };
    return { engine: { ask }, annotations, picker, lastEditor: { get: () => asEditor(editor) } } as unknown as CommandTools;
  }
});
