// What the fake host knows: a really trained LSTM (fixtures/), and made-up networks where shape matters more than truth.
import type { Continuation, Generation, GenerationOptions, Trace, TracedActivation } from '../../src/engine/results';
import type { MetricEvent } from '../../src/engine/trainingEvent';
import type { RunHistory, RunSummary } from '../../src/protocol/engineProtocol';
import { extend, NO_CURVE } from '../../src/protocol/runCurve';
import { BEGUN, foldNew, type RunEvent } from '../../src/protocol/runState';
import type { Endless } from './fakeTraces';
import generationJson from './fixtures/generation.json';
import historyJson from './fixtures/history.json';
import traceJson from './fixtures/trace.json';
import { asTask, bothWays, EXPERIMENTS, type TaskScenario, translationTrace } from './taskFixtures';
import { inWords, ofWords } from './wordFixtures';

export type Scenario =
  | TaskScenario
  | 'done'
  | 'training'
  | 'kept'
  | 'waiting'
  | 'overfitting'
  | 'diverged'
  | 'unlearned'
  | 'unsaved'
  | 'yardsticks'
  | 'failed'
  | 'interrupted'
  | 'stopped'
  | 'long'
  | 'layers'
  | 'gru'
  | 'rnn'
  | 'large'
  | 'words'
  | 'capped'
  | 'sweep'
  | 'hello';

const all = historyJson as unknown as { readonly summary: RunSummary; readonly events: readonly MetricEvent[] };

export function historyOf(scenario: Scenario): RunHistory {
  const { summary, events } = all;
  const experiment = { ...SINCE, ...summary.experiment };
  const half = events.slice(0, Math.floor(events.length / 2));
  const such = (changes: Partial<RunSummary>, told: readonly MetricEvent[]): RunHistory => {
    const events = told.map((event, at): RunEvent => ({ ...event, seq: at + 1 }));
    return { summary: { ...foldNew({ ...summary, kept: [], experiment, ...BEGUN }, events), ...changes }, curve: extend(NO_CURVE, events) };
  };
  switch (scenario) {
    case 'training':
      return such({ status: 'training', message: undefined }, half);
    case 'kept':
      return such({ kept: [15, 47, 150, 474, 1500], answersFrom: 'best' }, events);
    case 'waiting':
      return such({ status: 'training', message: undefined, hasCheckpoint: false, validation: undefined }, []);
    case 'overfitting':
      return such({ name: 'the-complete-works-of-william-shakespeare', overfittingSince: 700 }, events);
    case 'unsaved':
      return such({ experiment: { ...experiment, files: [] } }, events);
    case 'stopped':
      return such({ status: 'stopped', message: undefined }, half);
    case 'interrupted':
      return such(
        {
          status: 'interrupted',
          message:
            'The engine process ended unexpectedly (signal SIGKILL, often out of memory). Nothing up to the last checkpoint is lost.',
        },
        half,
      );
    case 'failed':
      return such(
        { status: 'failed', hasCheckpoint: false, message: 'The text has 1 character; training needs at least 2. Choose a longer text.' },
        [],
      );
    case 'diverged': {
      const message =
        'The loss became infinite at update 402. The last good checkpoint is kept. Train again with gradient clipping (clip 5) or a lower learning rate (0.0004).';
      return such({ status: 'failed', message }, [
        ...half,
        { kind: 'done', reason: 'diverged', update: 402, epoch: 0, loss: Number.NaN, elapsed: 20, message },
      ]);
    }
    case 'unlearned': {
      const message =
        'Nothing was learned: after 400 updates the loss is 2,050 nats, and guessing all 30 symbols alike would cost 3.40. Train anew with a lower learning rate (it was 5) or a smaller clipping norm (it was 5).';
      return such({ status: 'unlearned', ended: 'unlearned', message }, [
        ...half,
        { kind: 'done', reason: 'unlearned', update: 400, epoch: 1, loss: 2050, elapsed: 20, message },
      ]);
    }
    case 'long':
      return such(
        {
          name: 'the-complete-works-of-william-shakespeare-with-all-the-sonnets-and-notes-2',
          experiment: { ...experiment, cell: 'my-very-own-gated-unit-with-peepholes', hidden: 2048, layers: 12 },
        },
        events,
      );
    case 'layers':
      return such({ experiment: { ...experiment, layers: 6 } }, events);
    case 'large':
      return such({ experiment: { ...experiment, hidden: 512 } }, events);
    case 'words':
      return such({ name: 'words', experiment: { ...experiment, units: 'words', vocabulary: 2000, embedding: 128 } }, inWords(events));
    case 'capped':
      return such(
        { experiment: { ...experiment, vocabulary: 40 } },
        events.map((event) => (event.kind === 'started' ? { ...event, vocabulary: ['<unk>', ...event.vocabulary.slice(0, 40)] } : event)),
      );
    case 'gru':
      return such({ experiment: { ...experiment, cell: 'gru', hidden: 64 } }, events);
    case 'rnn':
      return such({ experiment: { ...experiment, cell: 'rnn', hidden: 100 } }, events);
    case 'hello':
      return such({ name: 'hello', experiment: { ...experiment, cell: 'rnn', hidden: 3 } }, events);
    case 'classify':
    case 'many labels':
    case 'label':
    case 'translate':
    case 'infill':
    case 'tag':
    case 'restore':
      return such({ name: scenario.replace(' ', '-'), experiment: { ...experiment, ...EXPERIMENTS[scenario] } }, asTask(events, scenario));
    default:
      return such({}, events);
  }
}

/** Settings that are younger than the recorded run. */
const SINCE = {
  inputColumn: 1,
  targetColumn: 2,
  header: false,
  bidirectional: 'no',
  residual: false,
  attention: 'none',
  teacherForcing: 1,
} as const;

interface StoredActivation {
  readonly name: string;
  readonly equation: string;
  readonly range: TracedActivation['range'];
  readonly scale: number;
  readonly values: string;
}

/** The trace of the trained network: bytes × scale. */
export function trainedTrace(): Trace {
  const { layers, surprise, ...rest } = traceJson;
  return {
    ...rest,
    surprise: Float32Array.from(surprise, (bits) => bits ?? Number.NaN),
    layers: layers.map(({ layer, units, order, activations }) => ({
      layer,
      direction: 'forward',
      units,
      order: Uint32Array.from(order),
      activations: (activations as StoredActivation[]).map(decode),
    })),
  };
}

function decode({ name, equation, range, scale, values }: StoredActivation): TracedActivation {
  const bytes = Uint8Array.from(atob(values), (character) => character.charCodeAt(0));
  const numbers = range === 'gate' ? bytes : new Int8Array(bytes.buffer);
  return { name, equation, range, values: Float32Array.from(numbers, (value) => value * scale) };
}

export function traceOf(scenario: Scenario, text: string, target?: string): Trace {
  if (scenario === 'translate') return translationTrace((one) => madeUp('gru', GRU, 64, 2, one), text, target ?? '1979-05-03');
  if (scenario === 'infill' || scenario === 'tag' || scenario === 'restore') return bothWays(madeUp('gru', GRU, 64, 1, text));
  if (scenario === 'classify' || scenario === 'many labels') return classified(bothWays(madeUp('gru', GRU, 64, 1, text)));
  if (scenario === 'words') return ofWords((words) => madeUp('lstm', LSTM, 128, 1, words), text);
  if (scenario === 'layers') return madeUp('lstm', LSTM, 96, 6, text);
  if (scenario === 'gru') return madeUp('gru', GRU, 64, 1, text);
  if (scenario === 'rnn') return madeUp('rnn', RNN, 100, 1, text);
  if (scenario === 'hello') return madeUp('rnn', RNN, 3, 1, text);
  return trainedTrace();
}

/** Nothing is predicted but the label, at the end. */
function classified(trace: Trace): Trace {
  const labels = ['Irish', 'English', 'Scottish'].map((symbol, at) => ({ symbol, probability: 0.6 / 2 ** at }));
  return {
    ...trace,
    surprise: trace.surprise.map(() => Number.NaN),
    predictions: trace.characters.map((_, at) => (at === trace.characters.length - 1 ? labels : [])),
  };
}

type Equations = readonly (readonly [name: string, equation: string, range: TracedActivation['range']])[];
const LSTM: Equations = [
  ["h'", "o * tanh(c')", 'real'],
  ['i', 'sigmoid(W_xi x + W_hi h + b_i)', 'gate'],
  ['f', 'sigmoid(W_xf x + W_hf h + b_f)', 'gate'],
  ['o', 'sigmoid(W_xo x + W_ho h + b_o)', 'gate'],
  ['g', 'tanh(W_xc x + W_hc h + b_c)', 'signed'],
  ["c'", 'f * c + i * g', 'real'],
];
const GRU: Equations = [
  ["h'", '(1 - z) * n + z * h', 'real'],
  ['r', 'sigmoid(W_xr x + W_hr h + b_r)', 'gate'],
  ['z', 'sigmoid(W_xz x + W_hz h + b_z)', 'gate'],
  ['n', 'tanh(W_xn x + W_hn (r * h) + b_n)', 'signed'],
];
const RNN: Equations = [["h'", 'tanh(W_xh x + W_hh h + b_h)', 'signed']];

/** A text of any length over 512 units: the same activations, computed where they are looked at. */
export function endless(text: string): Endless {
  const units = 512;
  const { layers, ...rest } = madeUp('lstm', LSTM, units, 1, text, () => new Float32Array());
  return {
    ...rest,
    layers: layers.map((layer) => ({
      ...layer,
      activations: LSTM.map(([name, equation, range], kind) => ({ name, equation, range, value: waves(0, kind, name, range) })),
    })),
  };
}

/** Value = sines of unit and character. */
function waves(layer: number, kind: number, name: string, range: TracedActivation['range']): (t: number, unit: number) => number {
  return (t, u) => {
    const quick = Math.sin(u * 0.37 + t * (0.05 + 0.01 * kind) + layer) * Math.cos(u * 0.11 - t * 0.013 * (kind + 1));
    const slow = Math.sin(u * 0.021 + kind) * (0.7 + 0.3 * Math.cos(t * 0.0007 + u * 0.013)); // as units lean to one side for long
    const wave = 0.5 * quick + 0.5 * slow;
    return range === 'gate' ? 0.5 + 0.5 * wave : name === "c'" ? 2.5 * wave : wave;
  };
}

/** Smooth made-up activations, the same every time. */
export function madeUp(
  cell: string,
  equations: Equations,
  units: number,
  layers: number,
  text: string | readonly string[],
  valuesOf = inFull,
): Trace {
  const characters = [...text];
  const activation = (layer: number, kind: number, [name, equation, range]: Equations[number]): TracedActivation => ({
    name,
    equation,
    range,
    values: valuesOf(characters.length, units, waves(layer, kind, name, range)),
  });
  return {
    characters,
    cell,
    unknown: characters.filter((character) => character === '¶'),
    surprise: Float32Array.from(characters, (_, at) => (at === 0 ? Number.NaN : 4 + 4 * Math.sin(at * 1.7))),
    predictions: characters.map(() =>
      [
        ['e', 0.5],
        [' ', 0.2],
        ['\n', 0.1],
        ['a', 0.05],
        ['t', 0.004],
      ].map(([symbol, probability]) => ({ symbol: String(symbol), probability: Number(probability) })),
    ),
    layers: Array.from({ length: layers }, (_, layer) => ({
      layer,
      direction: 'forward' as const,
      units,
      order: Uint32Array.from({ length: units }, (_, at) => (at * 7 + layer) % units),
      activations: equations.map((row, kind) => activation(layer, kind, row)),
    })),
  };
}

function inFull(characters: number, units: number, value: (t: number, unit: number) => number): Float32Array {
  return Float32Array.from({ length: characters * units }, (_, at) => value(Math.floor(at / units), at % units));
}

type StoredCharacter = readonly [character: string, probability: number, likeliest: string, probabilities: readonly number[]];

const continuations: readonly Continuation[] = generationJson.continuations.map(({ seed, text, characters }) => ({
  seed,
  text,
  characters: (characters as unknown as readonly StoredCharacter[]).map(([character, probability, likeliest, probabilities]) => ({
    character,
    probability,
    alternatives: [...likeliest].map((other, at) => ({ symbol: other, probability: probabilities[at] ?? 0 })),
  })),
}));

export function generationOf(options: GenerationOptions): Generation {
  return {
    options,
    charsPerSecond: 20_000,
    unknown: [...new Set([...options.prompt].filter((character) => '¶€'.includes(character)))],
    continuations: Array.from({ length: options.count }, (_, at) => {
      const { text, characters } = continuations[at % continuations.length] ?? { text: '', characters: [] };
      return { text, characters, seed: options.seed + at };
    }),
  };
}

export const PROMPT = generationJson.prompt;
export const TEXT = traceJson.characters.join('');
