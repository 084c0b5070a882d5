// Texts in any encoding, with any line ends, in any form: what is read is the truth or a stated refusal, and a model answers alike.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { openModel, score } from '../../src/engine/abilities';
import { FormedText } from '../../src/engine/text/formedText';
import { decodeText } from '../../src/sources/decodeText';
import { materialOf } from '../../src/sources/readMaterial';
import { running, trainOnce } from '../engine/trainOnce';

const word = fc.string({ unit: fc.constantFrom(...'aeilnorstéèüñçö'), minLength: 1, maxLength: 8 });
const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
/** Of Latin letters, in NFC with line feeds; something in it is no ASCII. */
const truths = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => `The café\n${lines.join('\n')}\n`.normalize('NFC'));
const ends = fc.constantFrom('\n', '\r\n', '\r');
const forms = fc.constantFrom('NFC', 'NFD');

const little = (text: string) => Buffer.from(text, 'utf16le');
const wide = (text: string) => Buffer.from(Uint32Array.from(text, (character) => character.codePointAt(0) as number).buffer);
const ENCODERS: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16le': little,
  'utf-16be': (text) => little(text).swap16(),
  'utf-16le with a mark': (text) => little(`\ufeff${text}`),
  'utf-16be with a mark': (text) => little(`\ufeff${text}`).swap16(),
  'utf-32le': wide,
  'utf-32be with a mark': (text) => wide(`\ufeff${text}`).swap32(),
};

describe('a text in any encoding', () => {
  const learned = (text: string) => {
    const { material } = materialOf({ task: 'language-model' }, [{ file: 'a.txt', text }]);
    return material.kind === 'text' ? material.text : undefined;
  };

  it('of Unicode is read as what it says, and what was not plain is said', () => {
    fc.assert(
      fc.property(truths, ends, forms, fc.constantFrom(...Object.keys(ENCODERS)), (truth, end, form, name) => {
        const decoded = decodeText((ENCODERS[name] as (text: string) => Buffer)(truth.normalize(form).replaceAll('\n', end)));
        assert.ok('text' in decoded, name);
        assert.equal(learned(decoded.text), truth, name);
        assert.equal(decoded.remark !== undefined, !name.startsWith('utf-8'), name);
      }),
    );
  });

  it('of one byte a character is refused with the byte, and is the truth once its encoding is said', () => {
    fc.assert(
      fc.property(truths, ends, (truth, end) => {
        const bytes = Buffer.from(truth.replaceAll('\n', end), 'latin1');
        const refused = decodeText(bytes);
        assert.ok('line' in refused);
        assert.deepEqual([refused.line, refused.byte, refused.value], [1, 8, 0xe9]);
        assert.ok(refused.candidates.some(({ encoding }) => encoding === 'windows-1252'));
        const said = decodeText(bytes, 'windows-1252');
        assert.ok('text' in said);
        assert.equal(learned(said.text), truth);
      }),
    );
  });

  it('is answered alike by a model, and places lead back to characters of the user', async () => {
    const text = 'The café où était señor Müller çà et là\n'.repeat(8);
    const { last } = await trainOnce({ cell: 'rnn', hidden: 3, window: 20, batch: 2, updates: 1, validation: 0 }, text);
    const model = await openModel(last.bytes, openReference());
    try {
      await fc.assert(
        fc.asyncProperty(truths, ends, forms, async (truth, end, form) => {
          const asked = truth.normalize(form).replaceAll('\n', end);
          assert.deepEqual(await score(model, asked, running), await score(model, truth, running));
          const read = new FormedText(asked, model.experiment);
          let at = 0;
          const own = [...read.text].map((character) => {
            const [from, to] = [read.originalStart(at), read.originalEnd(at + character.length)];
            at += character.length;
            return asked.slice(from, to);
          });
          assert.deepEqual(own.join(''), asked);
          assert.deepEqual(
            own.map((each) => each.normalize('NFC').replace(end, '\n')),
            [...truth],
          );
        }),
        { numRuns: 40 },
      );
    } finally {
      model.dispose();
    }
  });
});
