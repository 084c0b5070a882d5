/** Compare Behaviour on This Text: which two read it, what is marked where, and how one goes from change to change. */
import assert from 'node:assert/strict';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { behaviourCommands } from '../../src/host/commands/behaviourCommands';
import { Annotations } from '../../src/host/editors/annotations';
import { CHANGE_KINDS } from '../../src/host/editors/behaviourMarks';
import { RunItem } from '../../src/host/views/runItem';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { BEGUN } from '../../src/protocol/runState';
import { asDocument } from './fakes';
import { FakeDocument, FakeEditor, Position, show, window } from './fakeVscode';

const run = (name: string, begun: number, changes: Partial<RunSummary> = {}): RunSummary => ({
  ...BEGUN,
  folder: `/runs/${name}`,
  name,
  experiment: parseExperiment({}),
  begun,
  modified: 0,
  hasCheckpoint: true,
  kept: [],
  status: 'done',
  ...changes,
});

/** 20 lines of two characters and their end. */
const LINES = Array.from({ length: 20 }, (_, at) => `${String.fromCharCode(97 + at)}x`);
const TEXT = LINES.join('\n');

describe('comparing behaviour on a text', () => {
  let annotations: Annotations;
  let document: FakeDocument;
  let editor: FakeEditor;
  beforeEach(() => {
    annotations = new Annotations();
    document = new FakeDocument(TEXT);
    editor = new FakeEditor(document);
    show(editor);
    window.said.length = 0;
    window.choose = () => undefined;
  });
  afterEach(() => {
    annotations.dispose();
    show();
  });

  /** @param bits of each line, before and after: of each of its characters alike */
  function bench(all: readonly RunSummary[], bits: (line: number) => readonly [number, number], meanwhile: () => void = () => undefined) {
    const asked: (readonly unknown[])[] = [];
    const opened: unknown[] = [];
    const ask = async (
      folder: string,
      kind: string,
      { text }: { readonly text: string },
      { checkpoint }: { readonly checkpoint?: number },
    ) => {
      const side = asked.push([folder, kind, checkpoint]) - 1;
      meanwhile();
      let line = 0;
      const told = Float64Array.from([...text], (character) => {
        const [own] = [bits(line)[side === 0 ? 0 : 1] as number];
        if (character === '\n') line++;
        return own;
      });
      told[0] = Number.NaN;
      return { given: 'before', units: 'characters', lineEnds: 'lf', normalization: 'nfc', bits: told, unknownAt: new Uint32Array() };
    };
    const commands = behaviourCommands({
      runs: { all, known: async () => undefined, find: (folder: string) => all.find((one) => one.folder === folder) },
      engine: { ask },
      lastEditor: { get: () => editor },
      annotations,
      comparisons: { openSides: (sides: unknown) => opened.push(sides) },
      runsTree: { selection: [] },
    } as never);
    const call = (name: string, ...given: readonly unknown[]) => commands[`unroll.${name}`]?.(...given);
    const items = all.map((one) => new RunItem(one));
    const lines = (kind: (typeof CHANGE_KINDS)[number]) => annotations.of(kind, asDocument(document)).map(({ range }) => range.start.line);
    return { asked, opened, call, items, lines };
  }
  const twoRuns = [run('new', 2), run('old', 1)];
  /** Lines 3, 4 and 10 become more predictable, the last of them much less so than the others; 15 less. */
  const changed = (line: number): readonly [number, number] => [3, { 3: 1, 4: 1, 10: 2.2, 15: 5 }[line] ?? 3];

  it('marks by how much each line changed, as strongly as it did, the run that was begun first being before', async () => {
    const { asked, call, items, lines } = bench(twoRuns, changed);
    await call('compareBehaviour', items[0], items);
    assert.deepEqual(asked, [
      ['/runs/old', 'expectation', undefined],
      ['/runs/new', 'expectation', undefined],
    ]);
    assert.deepEqual([lines('gained'), lines('gainedMuch'), lines('lost'), lines('lostMuch')], [[3, 4, 10], [3, 4], [15], [15]]);
    const notes = annotations.of('changed', asDocument(document));
    assert.deepEqual(
      notes.map(({ range, behind }) => [range.start.line, behind]),
      [
        [3, '−2.00 bits/char'],
        [4, '−2.00 bits/char'],
        [10, '−0.80 bits/char'],
        [15, '+2.00 bits/char'],
      ],
    );
    const hover = String(notes[0]?.hover?.value);
    assert.match(hover, /^\*\*−2\.00 bits\/char\*\*[\s\S]*\| \| bits in all \| bits\/char \|/);
    assert.match(hover, /\| old \| 9\.0 \| 3\.00 \|\n\| new \| 3\.0 \| 1\.00 \|/);
    assert.match(hover, /\| “d” \| 3\.00 \| 1\.00 \|/);
    assert.match(hover, /U\+000A LINE FEED/);
    assert.deepEqual(window.said, ['3 lines became more predictable, 1 line less so: 3.00 → 2.86 bits a character (−0.14).']);
  });

  it('goes from change to change, neighbours being one, and round at the ends', async () => {
    const { call, items } = bench(twoRuns, changed);
    await assert.rejects(async () => call('nextChange'), /No line of this document is marked/);
    await call('compareBehaviour', items[0], items);
    const at = () => editor.selection.active.line;
    const visited = (name: string, times: number) =>
      Array.from({ length: times }, () => {
        call(name);
        return at();
      });
    assert.deepEqual(visited('nextChange', 4), [3, 10, 15, 3]);
    assert.deepEqual(visited('previousChange', 3), [15, 10, 3]);
    call('clearChanges');
    for (const kind of CHANGE_KINDS) assert.equal(annotations.has(kind), false);
  });

  it('marks the selection alone, where it is when the answer comes', async () => {
    editor.selection = { ...editor.selection, start: new Position(3, 0), end: new Position(5, 0), isEmpty: false } as never;
    let edited = false;
    const edit = () => {
      if (!edited) document.insert(new Position(0, 0), 'new\n');
      edited = true;
    };
    const { call, items, lines } = bench(twoRuns, (line) => [3, line === 1 ? 1 : 3], edit);
    await call('compareBehaviour', items[0], items);
    assert.deepEqual(lines('gained'), [5]);
  });

  it('marks nothing of a text that was edited meanwhile', async () => {
    const { call, items } = bench(twoRuns, changed, () => document.insert(new Position(2, 1), '!'));
    await assert.rejects(async () => call('compareBehaviour', items[0], items), /The text was edited meanwhile/);
    assert.equal(annotations.has('changed'), false);
  });

  it('asks which where one run is given, and offers its checkpoints', async () => {
    const { call } = bench([run('only', 1)], changed);
    await assert.rejects(async () => call('compareBehaviour'), /only is the only run that predicts texts, and it kept no checkpoints/);
    const none = bench([run('namer', 1, { experiment: parseExperiment({ task: 'classify' }) })], changed);
    await assert.rejects(async () => none.call('compareBehaviour'), /There is no trained run yet/);
  });

  it('opens the panel that compares the two where the user wants it', async () => {
    window.choose = () => 'Compare the Two';
    const { call, items, opened } = bench(twoRuns, changed);
    await call('compareBehaviour', items[0], items);
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(opened, [
      [
        { folder: '/runs/old', checkpoint: undefined },
        { folder: '/runs/new', checkpoint: undefined },
      ],
    ]);
  });
});
