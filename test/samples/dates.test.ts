/** The sample's dates are right: they were written by a program, and are read here by another. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

describe('media/samples/dates.tsv', () => {
  const rows = readFileSync('media/samples/dates.tsv', 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t') as [string, string]);

  it('has each way to write a date once', () => {
    assert.equal(new Set(rows.map(([written]) => written)).size, rows.length);
    assert.ok(rows.length >= 5000);
  });

  it('says of each which day it is', () => {
    for (const [written, iso] of rows) {
      assert.equal(read(written), iso, written);
      const weekday = DAYS.findIndex((day) => words(written).some((word) => word.startsWith(day)));
      if (weekday >= 0) assert.equal(new Date(`${iso}T00:00:00Z`).getUTCDay(), weekday, written);
    }
  });
});

const words = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];

function read(written: string): string {
  const numbers = (written.match(/\d+/g) ?? []).map(Number);
  const named = NAMES.findIndex((month) => words(written).some((word) => word.startsWith(month)));
  const [day, month, year] = named >= 0 ? [numbers[0], named + 1, numbers[1]] : numbers;
  const full = (year as number) >= 100 ? year : (year as number) + ((year as number) >= 70 ? 1900 : 2000);
  return `${full}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
