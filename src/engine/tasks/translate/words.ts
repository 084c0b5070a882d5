/** What people read about the task translate. */
import type { TaskWords } from '../taskWords';

export const translateWords: TaskWords = {
  tells: 'a text from another',
  does: 'translates',
  model: 'translator',
  knownBy: 'model',
  networks: ['encoder', 'decoder'],
  learns: 'one text from another',
  inShort: 'translate',
  teacher: 'a table with two columns',
  icon: 'arrow-swap',
  use: { title: 'Translate Selection', command: 'unroll.translate' },
  commandLine: ['translate', 'a text'],
  unit: 'char',
  ofWords: { unit: 'word' },
  asks: ['units', 'bidirectional', 'attention'],
  tab: 'answers',
  title: 'Translations',
  invitation: 'Let it translate',
  samples: 'how the model translates what was held out, newest first',
  begins: 'text',
  predicts: 'next',
  strange: 'it cannot write either: a translation that has it is wrong',
  question: {
    kind: 'translate',
    label: 'Sources, one on each line',
    verb: 'Translate',
    placeholder: 'Type a source',
    hint: 'Type a source or take the selection from an editor. You will see several translations and, with attention, where the model looked.',
  },
};

/** What is said of empty translations; undefined where there are none. @param of translations in all */
export function emptyTranslations(empty: number, of: number): string | undefined {
  if (empty === 0) return undefined;
  if (of === 1) return 'The translation is empty: the model ends at once.';
  return `${empty.toLocaleString('en')} of ${of.toLocaleString('en')} translations ${empty === 1 ? 'is' : 'are'} empty: there the model ends at once.`;
}
