// What kinds of errors a language model makes: a bar for each kind, and how far back, how rare or how near they were.

import type { ErrorBreakdown, ErrorKind } from '../../../../../src/engine/results';
import { percent } from '../../../../../src/protocol/figures';
import { unitWords } from '../../../../../src/protocol/textUnits';
import { BarRow } from '../../../../components/barRow';
import { count } from '../../../../components/figures';
import { partWords } from '../../../../components/yardstick';

/** Each with what it means in full. */
const NAMES: Readonly<Record<ErrorKind, readonly [string, string]>> = {
  'n-gram': ['told by n-grams', 'Some n-gram model gives it more than 50 %, from 8 characters before it at most'],
  memory: ['word seen before', 'In a word, past its first letter, that stands in the last 5,000 characters'],
  'rare word': ['rare word', 'In a word that the training text has 5 times at most'],
  'word break': ['start of a word', 'After a space, a line break or a quote'],
  punctuation: ['punctuation', 'Marks and signs'],
  other: ['something else', 'What no kind above explains'],
};

/** Oracles take errors away one after another, each what those before it have left (Karpathy, Johnson & Fei-Fei 2015). */
export function Errors({ characters, errors, kinds, ...counted }: ErrorBreakdown) {
  const names = (Object.keys(NAMES) as ErrorKind[]).filter((name) => kinds.some(({ kind }) => kind === name));
  const of = (name: ErrorKind) => kinds.filter(({ kind }) => kind === name);
  const share = (some: ErrorBreakdown['kinds']) => some.reduce((sum, kind) => sum + kind.errors, 0) / errors;
  return (
    <section class="section" data-testid="errors">
      <div class="section-head">
        <h2>What its errors are</h2>
        <p class="caption">
          {count(errors)} of {count(characters)} characters were given less than 50 %. Each kind is what those above it leave.
          {partWords(counted, unitWords('characters'))}
        </p>
      </div>
      <ul class="bars named">
        {names.map((name) => (
          <BarRow
            key={name}
            name={NAMES[name][0]}
            title={NAMES[name][1]}
            wide
            share={share(of(name))}
            value={percent(share(of(name)))}
            chosen
          />
        ))}
      </ul>
      {(['memory', 'rare word', 'other'] as const).map((name) => {
        const some = of(name);
        return some.length > 1 ? (
          <p key={name} class="caption">
            {DETAILS[name].title}: {some.map((kind) => `${DETAILS[name].words(kind.upTo ?? 0)} ${percent(share([kind]))}`).join(' · ')}
          </p>
        ) : null;
      })}
    </section>
  );
}

const DETAILS = {
  memory: { title: 'Its word stands within the last', words: (upTo: number) => `${count(upTo)} characters` },
  'rare word': {
    title: 'Its word was trained on',
    words: (upTo: number) => (upTo === 0 ? 'never' : upTo === 1 ? 'once' : `${upTo} times`),
  },
  other: { title: 'It would be right with', words: (upTo: number) => `${Math.round(100 * upTo)} % more` },
} as const;
