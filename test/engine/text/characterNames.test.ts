import assert from 'node:assert/strict';
import { characterName, listedUnits, shownCharacter, shownUnit } from '../../../src/engine/text/characterNames';

describe('names of characters', () => {
  it('are their numbers and names where they cannot be seen', () => {
    const names = {
      '\u200b': 'U+200B ZERO WIDTH SPACE',
      '\u0301': 'U+0301 COMBINING ACUTE ACCENT',
      '\u00a0': 'U+00A0 NO-BREAK SPACE',
      '\u00ad': 'U+00AD SOFT HYPHEN',
      '\ufeff': 'U+FEFF ZERO WIDTH NO-BREAK SPACE',
      '\t': 'U+0009 CHARACTER TABULATION',
      '\n': 'U+000A LINE FEED',
      '\r': 'U+000D CARRIAGE RETURN',
      '\u0085': 'U+0085 NEXT LINE',
      ' ': 'U+0020 SPACE',
      '\u3000': 'U+3000 IDEOGRAPHIC SPACE',
      '\u2028': 'U+2028 LINE SEPARATOR',
      '\u202e': 'U+202E RIGHT-TO-LEFT OVERRIDE',
      '\u2800': 'U+2800 BRAILLE PATTERN BLANK',
      '\u3164': 'U+3164 HANGUL FILLER',
      '\u05b4': 'U+05B4 HEBREW POINT HIRIQ',
      '\u0651': 'U+0651 ARABIC SHADDA',
      '\u093f': 'U+093F DEVANAGARI VOWEL SIGN I',
      '\ufe0f': 'U+FE0F VARIATION SELECTOR-16',
      '\u{e0100}': 'U+E0100 VARIATION SELECTOR-17',
      '\u{1d165}': 'U+1D165 MUSICAL SYMBOL COMBINING STEM',
      '\ufffd': 'U+FFFD REPLACEMENT CHARACTER',
      '\ud83d': 'U+D83D half of a surrogate pair',
      '\ue000': 'U+E000',
    };
    for (const [character, name] of Object.entries(names)) assert.equal(shownCharacter(character), name);
  });

  it('are the characters themselves where they can', () => {
    for (const character of ['a', 'é', '😀', '字', '“', '-', 'ﬁ']) assert.equal(shownCharacter(character), character);
  });

  it('are there of every mark, space, control and format character', () => {
    for (let point = 0; point < 0x110000; point++) {
      const character = String.fromCodePoint(point);
      if (/[\p{M}\p{Cf}\p{Z}\p{Cc}]/u.test(character) && point !== 0xe0001)
        assert.match(characterName(character), /^U\+[0-9A-F]{4,6} \S/, character);
    }
  });

  it('are put into a word where they hide in it', () => {
    assert.equal(shownUnit(' word'), 'word');
    assert.equal(shownUnit(' wo\u200brd'), 'wo⟨U+200B ZERO WIDTH SPACE⟩rd');
    assert.equal(shownUnit('cafe\u0301'), 'cafe\u0301');
    assert.equal(shownUnit('French, perhaps'), 'French, perhaps');
    assert.equal(listedUnits(['a', ',', 'French, perhaps', '  ']), 'a, “,”, “French, perhaps”, ⟨U+0020 SPACE⟩⟨U+0020 SPACE⟩');
    assert.equal(shownUnit('\r\n'), '⟨U+000D CARRIAGE RETURN⟩⟨U+000A LINE FEED⟩');
  });
});
