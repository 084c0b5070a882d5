import assert from 'node:assert/strict';
import { hasHeader } from '../../src/sources/header';
import { parseTable } from '../../src/sources/parseTable';

const header = (text: string, file = 'a.tsv') => hasHeader(parseTable(text.replaceAll(' | ', '\t'), file) ?? assert.fail('no table'));
const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n');
const SURNAMES = ['Smith', 'Ivanov', 'Rossi', 'Sato', 'Kowalski', 'Papadakis', 'Moreau', 'Nguyen', 'Murphy', 'Haddad'];
const LANGUAGES = ['English', 'Russian', 'Italian', 'Japanese', 'Polish', 'Greek', 'French', 'Vietnamese', 'Irish', 'Arabic'];
const THINGS = ['cold tea', 'the lost key', 'a new song', 'rain on tin', 'bright kites'];

/** What a person would say, and why. */
const WITH: Readonly<Record<string, string>> = {
  'a name above sentences, and a label that never comes again': `lyric | mood\n${lines(60, (at) => `${THINGS[at % 5]} ${at} | ${at % 2 ? 'sad' : 'glad'}`)}`,
  'label first': `mood | lyric\n${lines(60, (at) => `${at % 2 ? 'sad' : 'glad'} | ${THINGS[at % 5]} ${at}`)}`,
  'eight rows': `utterance | intent\n${lines(8, (at) => `${THINGS[at % 5]} ${at} | ${at % 2 ? 'ask' : 'tell'}`)}`,
  'words above numbers': 'nr | saying | stars\n1 | so it is | 5\n2 | never mind | 3\n3 | who knows | 5',
  'a word above dates': 'posted | remark\n2024-01-03 | so it is\n2024-01-09 | never mind\n2023-11-30 | who knows',
  'capitals above lower case': `Wer | Was\n${lines(20, (at) => `person ${at % 7} said | so much for ${at}`)}`,
  'sentences below languages': `English | Deutsch\n${lines(12, (at) => `I have ${at} of them. | Ich habe ${at} davon.`)}`,
  'usual names above very few rows': 'text | label\ngood | yes\nbad | no',
  'an index without a name, as pandas writes it': `\t${'lyric | mood'}\n${lines(20, (at) => `${at} | ${THINGS[at % 5]} | ${at % 2 ? 'sad' : 'glad'}`)}`,
  'two words above longer texts': `what was said | how it felt\n${lines(40, (at) => `${THINGS[at % 5]} and ${THINGS[(at + 1) % 5]} ${at} | ${at % 2 ? 'sad' : 'glad'}`)}`,
};

const WITHOUT: Readonly<Record<string, string>> = {
  'names and their languages': lines(60, (at) => `${SURNAMES[at % 10]}${at} | ${LANGUAGES[at % 10]}`),
  'two rows': 'good | yes\nbad | no',
  'three rows of names': 'Smith | English\nIvanov | Russian\nRossi | Italian',
  'five rows of names, one label twice': 'Smith | English\nIvanov | Russian\nRossi | Italian\nPetrov | Russian\nSato | Japanese',
  'a label that only the first of some rows has': `Smith | English\n${lines(12, (at) => `${SURNAMES[1 + (at % 9)]} | ${LANGUAGES[1 + (at % 9)]}`)}`,
  'translations, all of them different': lines(30, (at) => `I have ${at + 2} books. | J’ai ${at + 2} livres.`),
  'words and their translations': 'dog | Hund\ncat | Katze\nhouse | Haus\ntree | Baum',
  'a short phrase above longer ones': 'Hi | Salut\nHow are you | Comment allez-vous\nGood night | Bonne nuit',
  'phrases sorted by length': lines(40, (at) => `${'so '.repeat(1 + at / 4).trim()}. | ${'si '.repeat(1 + at / 4).trim()}.`),
  'numbers as labels': lines(20, (at) => `${THINGS[at % 5]} ${at} | ${at % 2}`),
  'sorted by label': lines(40, (at) => `${at < 20 ? 'ham' : 'spam'} | hello number ${at}`),
  'numbered rows': lines(10, (at) => `${at + 1} | ${THINGS[at % 5]} | ${at % 2 ? 'sad' : 'glad'}`),
  'one row': 'text | label',
  tags: lines(10, (at) => `${'the cat'.slice(0, 3 + (at % 4))} | ${'NNNNVVV'.slice(0, 3 + (at % 4))}`),
  'a script without capitals': lines(20, (at) => `天气很好${at} | ${at % 2 ? '好' : '坏'}`),
};

describe('the header of a table', () => {
  for (const [what, text] of Object.entries(WITH)) it(`is found: ${what}`, () => assert.equal(header(text), true));
  for (const [what, text] of Object.entries(WITHOUT)) it(`is not there: ${what}`, () => assert.equal(header(text), false));
  it('is found in Chinese', () =>
    assert.equal(header(`句子 | 标签\n${lines(20, (at) => `天气很好我们出去走走${at} | ${at % 2 ? '好' : '坏'}`)}`), true));
  it('is no row of JSON', () => assert.equal(header('{"text":"label"}\n{"text":"a"}', 'a.jsonl'), false));
});
