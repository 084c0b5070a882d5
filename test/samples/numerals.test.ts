/** The sample's numerals are right: they were written by a program, and are read here by another. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

/** The value of each part of a numeral. */
const PARTS: Record<string, Record<string, number>> = {
  English: valued(
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    'twenty thirty forty fifty sixty seventy eighty ninety',
    { hundred: 100, and: 0 },
  ),
  German: valued(
    'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
    'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig',
    { ein: 1, hundert: 100, und: 0 },
  ),
  Dutch: valued(
    'een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien',
    'twintig dertig veertig vijftig zestig zeventig tachtig negentig',
    { honderd: 100, en: 0, ën: 0 },
  ),
  French: valued(
    'un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
    'vingt trente quarante cinquante soixante',
    { 'quatre-vingt': 80, 'quatre-vingts': 80, cent: 100, cents: 100, et: 0 },
  ),
  Spanish: valued(
    'uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve',
    'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
    { cien: 100, ciento: 100, cientos: 100, quinientos: 500, sete: 7, nove: 9, y: 0, veinti: 20, dós: 2, trés: 3, séis: 6 },
  ),
  Italian: valued(
    'uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove',
    'venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
    { cento: 100, cent: 100, tré: 3, vent: 20, trent: 30, quarant: 40, cinquant: 50, sessant: 60, settant: 70, ottant: 80, novant: 90 },
  ),
};

describe('media/samples/numerals', () => {
  it('has a file for each language', () => {
    assert.deepEqual(
      readdirSync('media/samples/numerals').sort(),
      Object.keys(PARTS)
        .map((language) => `${language}.txt`)
        .sort(),
    );
  });

  for (const [language, parts] of Object.entries(PARTS)) {
    it(`counts from 1 to 999 in ${language}`, () => {
      const lines = readFileSync(`media/samples/numerals/${language}.txt`, 'utf8').trimEnd().split('\n');
      assert.deepEqual(
        lines.map((line) => read(line, parts)),
        lines.map((_, index) => index + 1),
      );
      assert.equal(lines.length, 999);
    });
  }
});

/** From one up, and from twenty up by tens. */
function valued(units: string, tens: string, others: Record<string, number>): Record<string, number> {
  const counted = units.split(' ').map((word, index) => [word, index + 1]);
  const byTens = tens.split(' ').map((word, index) => [word, 10 * index + 20]);
  return { ...Object.fromEntries([...counted, ...byTens]), ...others };
}

/** Parts before a hundred multiply it, all others add up. */
function read(numeral: string, parts: Record<string, number>): number {
  const values = cut(numeral, parts) ?? assert.fail(numeral);
  const hundred = values.indexOf(100);
  const sum = (some: readonly number[]) => some.reduce((total, value) => total + value, 0);
  return hundred < 0 ? sum(values) : 100 * (sum(values.slice(0, hundred)) || 1) + sum(values.slice(hundred + 1));
}

/** The first way to cut a numeral into parts, with the longest part first. */
function cut(rest: string, parts: Record<string, number>): number[] | undefined {
  if (rest === '') return [];
  const begun = rest.replace(/^[ -]/, '');
  const starts = Object.keys(parts).filter((part) => begun.startsWith(part));
  for (const part of starts.sort((a, b) => b.length - a.length)) {
    const others = cut(begun.slice(part.length), parts);
    if (others) return [parts[part] as number, ...others];
  }
  return undefined;
}
