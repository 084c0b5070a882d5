/** Small trainings of every kind, drawn by a seed: every task, optimizer and schedule comes before one comes again. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ExperimentOptions, OPTIMIZERS, RULES, SCHEDULES } from '../../src/engine/experimentSchema';
import { mixedSeed, Random } from '../../src/engine/random';
import { TASKS, type Task } from '../../src/engine/tasks/words';

export interface DrawnRun {
  /** As “task, optimizer, schedule”. */
  readonly name: string;
  readonly task: Task;
  /** What is learned from: a name in the folder of `writeTexts`. */
  readonly file: string;
  readonly options: ExperimentOptions & { readonly updates: number };
}

const WORDS = 'the séa and a moon over old hills where slow rivers sing to her small white birds of winter Rain'.split(' ');
/** Three words, the same for the same number. */
const phrase = (index: number) => [0, 1, 2].map((word) => WORDS[(index * 7 + word * (index + 3)) % WORDS.length]).join(' ');
const lines = (line: (phrase: string, index: number) => string) =>
  Array.from({ length: 60 }, (_, index) => `${line(phrase(index), index)}\n`).join('');

const TEXTS = {
  'verse.txt': lines((phrase) => `${phrase}.`),
  'labelled.tsv': lines((phrase, index) => `${phrase}\t${['calm', 'wild', 'still'][index % 3]}`),
  'tagged.tsv': lines((phrase) => `${phrase}\t${phrase.replaceAll(/[aeiou]/g, 'V').replaceAll(/[a-z]/g, 'C')}`),
  'pairs.tsv': lines((phrase) => `${phrase}\t${phrase.toUpperCase()}`),
} as const;

const FILES: Readonly<Record<Task, keyof typeof TEXTS>> = {
  'language-model': 'verse.txt',
  infill: 'verse.txt',
  tag: 'tagged.tsv',
  classify: 'labelled.tsv',
  'generate-from-label': 'labelled.tsv',
  translate: 'pairs.tsv',
};

const COMBINATIONS = TASKS.flatMap((task) =>
  OPTIMIZERS.flatMap((optimizer) => SCHEDULES.map((schedule) => ({ task, optimizer, schedule }))),
);

export function writeTexts(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(TEXTS)) writeFileSync(path.join(folder, name), text);
}

/** @param index of the run: with the same seed, 72 of them are all there are @param updates about so many */
export function drawRun(seed: number, index: number, updates: number): DrawnRun {
  const combination = Random.fromSeed(seed).shuffled(COMBINATIONS)[index % COMBINATIONS.length] as (typeof COMBINATIONS)[number];
  const random = Random.fromSeed(mixedSeed(seed, index));
  const among = <Item>(...items: readonly Item[]) => items[Math.floor(random.uniform() * items.length)] as Item;
  const between = (least: number, most: number) => least + Math.floor(random.uniform() * (most - least + 1));
  const { task, optimizer, schedule } = combination;
  const rule = task === 'tag' ? among(undefined, ...RULES) : undefined;
  const all = between(Math.ceil(updates / 2), Math.ceil(1.5 * updates));
  return {
    name: `${task}, ${optimizer}, ${schedule}`,
    task,
    file: rule ? 'verse.txt' : FILES[task],
    options: {
      ...combination,
      ...(rule && { rule }),
      cell: among('rnn', 'gru', 'lstm', 'gru, lstm'),
      hidden: among(6, 8, 16),
      layers: 2,
      embedding: among(0, 4),
      dropout: among(0, 0.3),
      inputDropout: among(0, 0.1),
      batch: between(2, 6),
      // Every row fits.
      window: task === 'language-model' || task === 'infill' ? between(6, 16) : between(24, 32),
      validation: among(0, 0.1),
      learningRate: optimizer === 'sgd' ? 0.1 : 0.01,
      momentum: optimizer === 'sgd' || optimizer === 'rmsprop' ? among(0, 0.9) : 0,
      clip: among(0, 1),
      seed: between(0, 1000),
      device: among('wasm', 'wasm', 'wasm', 'reference'),
      updates: all,
      validateEvery: between(Math.ceil(all / 12), all),
      checkpointEvery: between(Math.ceil(all / 12), all),
      ...among({}, { keepCheckpoints: between(1, 5) }),
      ...among({}, {}, {}, { patience: 3 }),
    },
  };
}

/** What the command line is told. */
export function flagsOf(options: ExperimentOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const flag = name === 'learningRate' ? '--lr' : `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [flag] : value === undefined || value === false ? [] : [flag, String(value)];
  });
}
