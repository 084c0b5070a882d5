// A model answers to a text alike in whatever form it comes; what it learns from is in the same form, and what was done is said.
import assert from 'node:assert/strict';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { classify, fill, generate, type Model, openModel, openTrace, score, tag, translate } from '../../../src/engine/abilities';
import type { Material } from '../../../src/engine/data/material';
import { textMaterial } from '../../../src/engine/data/material';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { inForm } from '../../../src/engine/text/form';
import { materialOf } from '../../../src/sources/readMaterial';
import { running, seconds, trainOnce } from '../trainOnce';

const VERSE = 'Über den Fluß\nzög ein Café\nàé où ïst es?\n'.repeat(4).normalize('NFC');
const ASKED = 'zög\nein Café où'.normalize('NFC');
const WAYS: readonly ((text: string) => string)[] = [
  (text) => text.normalize('NFD'),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.normalize('NFD').replaceAll('\n', '\r'),
];
const ROWS: Material = {
  kind: 'rows',
  rows: VERSE.trim()
    .split('\n')
    .map((input, at) => ({ input: `${input}\n${at % 3}`, target: ['größer', 'naïf'][at % 2] as string })),
};

async function modelOf(options: ExperimentOptions, material: Material = textMaterial(VERSE)): Promise<Model> {
  const trained = await trainOnce({ cell: 'rnn', hidden: 3, window: 20, batch: 2, updates: 1, validation: 0, ...options }, material);
  return await openModel(trained.last.bytes, openReference());
}

/** All that a model of the task can be asked about a text. */
const QUESTIONS: readonly (readonly [
  options: ExperimentOptions,
  ask: (model: Model, text: string) => Promise<unknown>,
  material?: Material,
])[] = [
  [{}, (model, text) => score(model, text, running)],
  [
    {},
    async (model, prompt) => {
      const drawn = { prompt, length: 5, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 1 };
      const { continuations, unknown } = await generate(model, drawn, { ...running, seconds });
      return { continuations, unknown };
    },
  ],
  [{}, async (model, text) => (await openTrace(model, text, running)).shape],
  [{ task: 'infill' }, (model, text) => fill(model, text, text, { shortest: 1, longest: 2, count: 3 }, running)],
  [
    { task: 'tag', rule: 'case', bidirectional: 'no' },
    async (model, text) => {
      const { output, ...told } = await tag(model, text, running);
      return { ...told, restored: inForm(output, model.experiment) };
    },
  ],
  [{ task: 'classify', bidirectional: 'no' }, (model, text) => classify(model, [text], running), ROWS],
  [
    { task: 'translate', bidirectional: 'no' },
    (model, text) => translate(model, [text], { beam: 2, lengthPenalty: 1, count: 2 } as Parameters<typeof translate>[2], running),
    ROWS,
  ],
  [
    { task: 'generate-from-label' },
    async (model, text) => {
      const drawn = { prompt: text, label: 'größer'.normalize(text.normalize('NFC') === text ? 'NFC' : 'NFD'), length: 5 };
      const how = { temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 1 };
      return (await generate(model, { ...drawn, ...how }, { ...running, seconds })).continuations;
    },
    ROWS,
  ],
];

describe('a model that is asked', () => {
  for (const [at, [options, ask, material]] of QUESTIONS.entries())
    it(`${options.task ?? 'language-model'}: answers alike to CRLF and to letters with marks apart (${at})`, async () => {
      const model = await modelOf(options, material);
      const answer = await ask(model, ASKED);
      for (const way of WAYS) assert.deepEqual(await ask(model, way(ASKED)), answer);
      model.dispose();
    });

  it('takes them as they are, where the run keeps them', async () => {
    const model = await modelOf({ lineEnds: 'keep', normalization: 'keep' }, textMaterial(VERSE.normalize('NFD').replaceAll('\n', '\r\n')));
    assert.ok(model.vocabulary.characters.includes('\r') && model.vocabulary.characters.includes('\u0301'));
    assert.deepEqual((await score(model, 'zö\n', running)).unknown, ['ö']);
    model.dispose();
  });
});

describe('what is learned from', () => {
  const read = (text: string, options: Partial<Parameters<typeof materialOf>[0]> = {}, file = 'a.txt') =>
    materialOf({ task: 'language-model', ...options }, [{ file, text }]);

  it('is in the form that the model reads', () => {
    for (const way of WAYS) assert.deepEqual(read(way(VERSE)).material, textMaterial(VERSE));
    const kept = { lineEnds: 'keep', normalization: 'keep' } as const;
    for (const way of WAYS) assert.deepEqual(read(way(VERSE), kept).material, textMaterial(way(VERSE)));
  });

  it('has its form said, and nothing where there is nothing to say', () => {
    const notes = (text: string, options = {}) => read(text, options).notes.join('\n');
    assert.equal(notes(VERSE), '');
    assert.match(notes('a\r\nb\r\n'), /^The text has 2 line ends of Windows \(CRLF\); each is read as one line feed.*lf\)\.$/);
    assert.match(notes('a\r\nb\n'), /1 line end of Windows \(CRLF\), beside others that are a line feed alone/);
    assert.match(notes('a\rb'), /1 carriage return without a line feed \(CR\); each/);
    assert.match(notes('a\r\nb', { lineEnds: 'keep' }), /they stay, so the model learns CR/);
    assert.match(notes(VERSE.normalize('NFD')), /^28 characters were in decomposed form \(NFD\), and were composed \(NFC\), here and/);
    assert.match(
      notes(`é ${'é'.normalize('NFD')}`),
      /^1 character was in decomposed form \(NFD\), beside others in one character \(NFC\), and was composed/,
    );
    assert.match(notes(`é ${'é'.normalize('NFD')}`, { normalization: 'keep' }), /was left so.*the same letter for different ones/);
    // The signs for ohm and ångström are held equal to the letters; ﬁ and ½ are not.
    assert.equal(
      notes('\u2126 \u212b \u2126 \ufb01 \u00bd'),
      '3 characters were written in the way that Unicode holds equal (NFC): \u2126 (U+2126) as Ω (U+03A9), \u212b (U+212B) as Å (U+00C5) (normalization: nfc).',
    );
    assert.match(notes('q\u0307\u0323'), /^1 character was .* its marks in another order/);
    assert.equal(notes('\ufb01 \u00bd'), '');
  });

  it('has one form in the cells of tables too, however they are written, and in labels', () => {
    const apart = 'é'.normalize('NFD');
    const cells = (text: string, file: string) => {
      const { material } = read(text, { task: 'classify' }, file);
      return material.kind === 'rows' ? material.rows.map(({ input, target }) => [input, target]) : [];
    };
    const truth = ['good', 'bad', 'good', 'bad'].map((label, at) => [`line ${at}\nséance`, `${label} été`]);
    const csv = truth.map(([input, target]) => `"${input}","${target}"`).join('\n');
    const jsonl = truth.map(([text, label]) => JSON.stringify({ text: text?.replace('\n', '\r\n'), label })).join('\n');
    assert.deepEqual(cells(csv.normalize('NFD').replaceAll('\n', '\r\n'), 'a.csv'), truth);
    assert.deepEqual(cells(jsonl.replaceAll('é', String.raw`e\u0301`), 'a.jsonl'), truth);
    assert.equal(apart.length, 2);
  });

  it('keeps a tag for each character, where two become one', () => {
    const { material } = read(`ca${'fé'.normalize('NFD')}s\tabcXxz\nnon\tabc\nla\tab\n`, { task: 'tag' }, 'a.tsv');
    assert.deepEqual(material.kind === 'rows' && material.rows.map(({ input, target }) => [input, target])[0], ['cafés', 'abcXz']);
  });
});
