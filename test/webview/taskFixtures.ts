// Runs of the lecture's other tasks, made up: labels, translations with an alignment, fillings, tags, restored text, evaluations.
import type { Experiment, Task } from '../../src/engine/experimentSchema';
import type {
  Classification,
  Confusion,
  Evaluation,
  Fillings,
  GeneratedCharacter,
  Tagging,
  Trace,
  TracedLayer,
  Translation,
} from '../../src/engine/results';
import type { MetricEvent } from '../../src/engine/trainingEvent';

export type TaskScenario = 'classify' | 'many labels' | 'label' | 'translate' | 'infill' | 'tag' | 'restore';

export const EXPERIMENTS: Readonly<Record<TaskScenario, Partial<Experiment>>> = {
  classify: { task: 'classify', cell: 'gru', bidirectional: 'concat', files: ['names'] },
  'many labels': { task: 'classify', cell: 'gru', bidirectional: 'concat', files: ['plants.tsv'] },
  label: { task: 'generate-from-label', files: ['names'] },
  translate: { task: 'translate', cell: 'gru', bidirectional: 'concat', attention: 'dot', files: ['dates.tsv'] },
  infill: { task: 'infill', cell: 'gru', files: ['time-machine.txt'] },
  tag: { task: 'tag', cell: 'gru', bidirectional: 'concat', files: ['words.tsv'] },
  restore: { task: 'tag', rule: 'case', cell: 'gru', bidirectional: 'concat', files: ['time-machine.txt'] },
};

export const LABELS = [
  'Arabic',
  'Chinese',
  'Czech',
  'Dutch',
  'English',
  'French',
  'German',
  'Greek',
  'Irish',
  'Italian',
  'Japanese',
  'Korean',
  'Polish',
  'Portuguese',
  'Russian',
  'Scottish',
  'Spanish',
  'Vietnamese',
];

/** Right for the most part; what is beside a label is taken for it. */
export function confusionOf(labels: readonly string[]): Confusion {
  const counts = labels.map((_, truth) =>
    labels.map((_, guess) => {
      const distance = Math.abs(truth - guess);
      return distance === 0 ? 20 + ((truth * 37) % 180) : distance === 1 ? (truth * 7) % 9 : (truth * guess) % 11 === 5 ? 1 : 0;
    }),
  );
  return { labels, counts };
}

const MANY = Array.from({ length: 60 }, (_, at) => `species ${at + 1}`);

const DRAWN: Readonly<Record<Task, readonly (readonly [prompt: string, text: string, expected?: string])[]>> = {
  'language-model': [],
  classify: [
    ['Ó Briain', 'Irish', 'Irish'],
    ['Kowalski', 'Russian', 'Polish'],
  ],
  'generate-from-label': [
    ['Irish', "O'Connal"],
    ['Japanese', 'Takamoto'],
  ],
  translate: [
    ['3 may 1979', '1979-05-03', '1979-05-03'],
    ['tuesday, 10 november 2026', '2026-11-01', '2026-11-10'],
  ],
  infill: [['The Time ____ (for so it will be', 'Traveller', 'Traveller']],
  tag: [['hello', 'CVCCV', 'CVCCV']],
};

/** The same events, as the task has them. */
export function asTask(events: readonly MetricEvent[], scenario: TaskScenario): readonly MetricEvent[] {
  const { task = 'language-model' } = EXPERIMENTS[scenario];
  const known = task === 'classify' || task === 'tag';
  return events.flatMap((event): MetricEvent[] => {
    if (event.kind === 'sample')
      return DRAWN[task].map(([prompt, text, expected]) => ({ ...event, prompt, text, ...(expected === undefined ? {} : { expected }) }));
    if (event.kind !== 'validation' || !known) return [event];
    const labels = scenario === 'many labels' ? MANY : LABELS;
    return [
      {
        ...event,
        loss: event.loss / 3,
        accuracy: 0.5 + 0.4 * Math.min(1, event.update / 1500),
        ...(task === 'classify' ? { confusion: confusionOf(labels) } : {}),
      },
    ];
  });
}

const drawn = (text: string): readonly GeneratedCharacter[] =>
  [...text].map((character, at) => ({
    character,
    probability: 1 / (1 + (at % 5) ** 2),
    alternatives: [
      { symbol: character, probability: 1 / (1 + (at % 5) ** 2) },
      { symbol: '-', probability: 0.05 },
      { symbol: 'e', probability: 0.004 },
    ],
  }));

export const classificationOf = (text: string): Classification => ({
  text,
  labels: LABELS.map((symbol, at) => ({ symbol, probability: at === 0 ? 0.62 : 0.38 / 2 ** at })),
  unknown: [...text].filter((character) => character === '¶'),
});

export const translationOf = (source: string): Translation => ({
  source,
  unknown: [...source].filter((character) => character === '¶'),
  hypotheses: ['1979-05-03', '1979-05-08', '1979-03-05'].map((text, rank) => ({
    text,
    logProbability: -0.2 - 2.1 * rank,
    score: -0.11 - 1.2 * rank,
    characters: drawn(text),
  })),
});

export const fillingsOf = (before: string, after: string): Fillings => ({
  before,
  after,
  unknown: [],
  fillings: ['not', 'very', 'so', 'half'].map((text, rank) => ({
    text,
    nats: 40.8 + 0.9 * rank,
    share: 0.41 / (1 + rank * rank),
    characters: drawn(text),
  })),
  weighed: 412,
});

export function taggingOf(text: string, scenario: string): Tagging {
  const tags = [...text].map((character, at): GeneratedCharacter => {
    const tag = scenario === 'restore' ? (at === 0 ? character.toUpperCase() : character) : /[aeiou]/i.test(character) ? 'V' : 'C';
    return { character: tag, probability: 0.97, alternatives: [{ symbol: tag, probability: 0.97 }] };
  });
  return {
    text,
    tags,
    output: tags.map(({ character }) => character).join(''),
    unknown: [...text].filter((character) => character === '\u00a0'),
  };
}

export function evaluationOf(scenario: string): Evaluation {
  const common = { examples: 1800, nats: 0.52, perplexity: Math.exp(0.52), unknown: [] };
  if (scenario === 'translate')
    return {
      ...common,
      task: 'translate',
      exact: 0.912,
      characterErrorRate: 0.021,
      bleu: 0.87,
      byLength: Array.from({ length: 20 }, (_, at) => ({ length: at + 1, examples: 90, exact: Math.max(0.04, 1 - (at / 18) ** 3) })),
    };
  if (scenario === 'many labels') return { ...common, task: 'classify', accuracy: 0.7, confusion: confusionOf(MANY) };
  if (scenario === 'classify') return { ...common, task: 'classify', accuracy: 0.834, confusion: confusionOf(LABELS) };
  return {
    ...common,
    task: 'language-model',
    baseline: { order: 7, nats: 1.43, seen: 0.9, counted: 1_000, trained: 2_000 },
    errors: {
      characters: 8900,
      errors: 5000,
      counted: 600_000,
      trained: 1_200_000,
      kinds: [
        { kind: 'n-gram', errors: 1400 },
        { kind: 'memory', upTo: 100, errors: 90 },
        { kind: 'memory', upTo: 5000, errors: 410 },
        { kind: 'rare word', upTo: 0, errors: 300 },
        { kind: 'word break', errors: 1500 },
        { kind: 'other', upTo: 0.5, errors: 1300 },
      ],
    },
  };
}

/** Both ways for the encoder, one way for the decoder, and an alignment that follows the text backwards. */
export function translationTrace(madeUp: (text: string) => Trace, source: string, target: string): Trace {
  const [from, to] = [withEnd(madeUp(`${source} `)), withEnd(madeUp(`${target} `))];
  const [S, T] = [from.characters.length, to.characters.length];
  const alignment = new Float32Array(S * T);
  for (let t = 0; t < T; t++) {
    const weights = Array.from({ length: S }, (_, s) => Math.exp(-((s - (S - 1 - (t * S) / T)) ** 2) / 2));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, s) => {
      alignment[t * S + s] = weight / sum;
    });
  }
  return { ...bothWays(from), target: { ...to }, alignment, predictions: [], surprise: new Float32Array(S).fill(Number.NaN) };
}

/** The end of a text is read and predicted too. */
const withEnd = (trace: Trace): Trace => ({ ...trace, characters: [...trace.characters.slice(0, -1), ''] });

/** A second reading of each layer, from the end. */
export function bothWays(trace: Trace): Trace {
  const layers = trace.layers.flatMap((layer): TracedLayer[] => [
    layer,
    {
      ...layer,
      direction: 'backward',
      activations: layer.activations.map((activation) => ({ ...activation, values: Float32Array.from(activation.values).reverse() })),
    },
  ]);
  return { ...trace, layers };
}
