// Stands in for VS Code and the extension in the page: applies a theme, answers the panel, remembers what it was asked.
import type { BirpcReturn } from 'birpc';
import type { Continuation, Generation, GenerationOptions } from '../../src/engine/results';
import type { MetricEvent } from '../../src/engine/trainingEvent';
import type { Asked, PanelApi, PanelHostApi, PanelStart } from '../../src/protocol/panelProtocol';
import type { Answer, Arguments, Kind, Question } from '../../src/protocol/queries';
import { eigenvaluesOf, gradientsOf, largestOf } from './fakeMemory';
import { type Call, FakePage } from './fakePage';
import { FakeTraces } from './fakeTraces';
import { endless, generationOf, historyOf, PROMPT, type Scenario, TEXT, traceOf, trainedTrace } from './fixtures';
import { classificationOf, evaluationOf, fillingsOf, LABELS, taggingOf, translationOf } from './taskFixtures';
import { dossierOf, MATCHES, UNIT_WEIGHTS } from './unitFixtures';
import { WORD_TEXT, wordGenerationOf } from './wordFixtures';

interface FakeHost {
  /** Of a page of weights: training writes the file anew, and the page is told. */
  rewrite?(told: boolean): void;
  readonly calls: readonly Call[];
  readonly panel: BirpcReturn<PanelApi, PanelHostApi>;
  /** What happens in training, each numbered after all that the panel knows. */
  tell(events: readonly MetricEvent[]): void;
  /** The next action of this name or question of this kind is refused with these words. */
  refuse(method: string, message: string): void;
  /** The next question of this kind is half done, and no more: it ends when it is cancelled. */
  hold(kind: Kind): void;
  /** What is selected in the editor from now on. */
  select(text: string): void;
  /** Of a panel opened with `loading`: now the run is read. */
  load(): void;
  readonly setTheme: (name: string) => void;
  /** The canvas in the part of the panel with this test id. */
  canvas(testid: string): HTMLCanvasElement;
  /** Puts every open trace away, as the engine does after a while. */
  expire(): void;
  /** One activation of the first layer of the trained network, and its layer. */
  traced(name: string): { readonly units: number; readonly order: Uint32Array; readonly values: Float32Array };
  readonly trace: typeof traceOf;
  readonly generation: Generation;
}
declare global {
  interface Window {
    /** In the page of a comparison another run can come. */
    fakeHost: FakeHost & { add(name: string): void };
    acquireVsCodeApi: () => unknown;
  }
}

const query = new URLSearchParams(location.search);
const scenario = (query.get('scenario') ?? 'done') as Scenario;
const LONG = Number(query.get('length') ?? 5000);
const traces = new FakeTraces();
/** Scenarios of other tasks have no n-grams beside them. */
const TEXTS: readonly Scenario[] = ['words', 'training', 'done', 'large', 'hello'];
const TAB = query.get('tab') ?? 'training';

function inspectedText(): string {
  if (scenario === 'large') return TEXT.repeat(Math.ceil(LONG / TEXT.length)).slice(0, LONG);
  if (scenario === 'hello') return 'hello';
  if (scenario === 'words') return WORD_TEXT;
  if (scenario === 'translate') return 'may the third, 1979';
  return scenario === 'classify' ? 'Ó Briain' : TEXT;
}

/** What the panel is opened to work on. */
function asked(): Asked | undefined {
  const text =
    query.get('ask') ??
    {
      inside: inspectedText(),
      memory: inspectedText(),
      units: inspectedText(),
      whatIf: inspectedText(),
      step: inspectedText(),
      continuations: PROMPT,
    }[TAB];
  return text === undefined || query.has('blank') ? undefined : { text, passage: 'passage' };
}

const start = (): PanelStart => ({
  history: historyOf(scenario),
  tab: TAB,
  ...(asked() && { asked: asked() }),
  translation: { beam: 4, lengthPenalty: 0.6 },
  fill: { shortest: 1, longest: 8, count: 8 },
  ...(query.has('evaluated') ? { evaluation: { files: ['/texts/held-out.tsv'], evaluation: evaluationOf(scenario) } } : {}),
  generation: { prompt: '', length: 160, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 3 },
});

let selected = 'To be, or not to be';
let load: () => void = () => {};
const loaded = new Promise<void>((resolve) => {
  load = resolve;
});

const actions: Omit<PanelHostApi, 'ask' | 'cancel'> = {
  ready: async () => {
    if (query.has('loading')) await loaded;
    return start();
  },
  stop: async () => {
    await panel.summary({ ...historyOf(scenario).summary, status: 'stopped' });
  },
  resume: async () => {
    await panel.summary({ ...historyOf(scenario).summary, status: 'training' });
  },
  insert: async () => {},
  replace: async () => {},
  copy: async () => {},
  saveFile: async () => {},
  chooseExamples: async () => ['/texts/held-out.tsv'],
  selection: async () => ({ text: selected, passage: 'selection' }),
  highlight: async () => {},
  openCheckpoint: async () => {},
  showing: async () => {},
  tokenKinds: async () => [{ name: 'token: keyword', spans: [0, 30, 40, 100] }],
  showPlaces: async () => {},
  openCell: async () => {},
  writeNote: async (note) => {
    await panel.summary({ ...historyOf(scenario).summary, ...(note && { note }) });
  },
  besides: async () => [
    { cell: 'rnn', folder: '/runs/rnn', seconds: 60 },
    { cell: 'gru', seconds: 180 },
  ],
  trainBesides: async () => [
    { cell: 'rnn', folder: '/runs/rnn', seconds: 60 },
    { cell: 'gru', folder: '/runs/gru', seconds: 180 },
  ],
};

/** After a changed trace, another one from the middle on. */
function writtenAfter(trace: number, drawing: Omit<GenerationOptions, 'prompt'>): Continuation[] {
  if (scenario === 'translate') {
    const [{ text, characters } = { text: '', characters: [] }] = translationOf(inspectedText()).hypotheses;
    const changed = characters.map((one, at) => (at < 4 ? one : { ...one, character: '9' }));
    return [{ seed: drawing.seed, text, characters: trace === 1 ? characters : changed }];
  }
  const [plain, other] = generationOf({ prompt: PROMPT, ...drawing, count: 2 }).continuations;
  if (!plain || !other || trace === 1) return plain ? [plain] : [];
  const characters = [...plain.characters.slice(0, 40), ...other.characters.slice(40)];
  return [{ ...plain, characters, text: characters.map(({ character }) => character).join('') }];
}

/** What the panel's tests ask. */
const answers: { readonly [K in Kind]?: (given: Arguments<K>) => Answer<K> | Promise<Answer<K>> } = {
  generate: (options) => (scenario === 'words' ? wordGenerationOf(options) : generationOf(options)),
  openTrace: ({ text, target }) => traces.open(scenario === 'large' ? endless(text) : traceOf(scenario, text, target)),
  traceField: ({ trace, ...request }) => traces.field(trace, request),
  tracePredictions: ({ trace, part, from, to }) => traces.predictions(trace, part, from, to),
  unitScores: ({ trace, ...wanted }) => traces.scores(trace, wanted),
  traceStep: ({ trace, ...wanted }) => traces.step(trace, wanted),
  changeTrace: ({ trace, interventions }) =>
    traces.change(trace, interventions, scenario === 'classify' ? classificationOf(inspectedText()).labels : undefined),
  continueTrace: ({ trace, ...drawing }) => writtenAfter(Number(trace.replace('trace ', '')), drawing),
  traceConnectivity: ({ trace, ...asked }) => traces.connectivity(trace, asked),
  traceWords: ({ trace, at }) => traces.words(trace, at),
  unitInCorpus: ({ unit }) => dossierOf(unit),
  unitWeights: () => UNIT_WEIGHTS,
  factorOrder: () => Uint32Array.from({ length: 128 }, (_, unit) => 127 - unit),
  factorUnits: ({ rank }) =>
    Array.from({ length: rank }, (_, factor) =>
      Array.from({ length: 2 + (factor % 6) }, (_, at) => ({
        unit: (17 * factor + 29 * at) % 128,
        sign: (factor + at) % 3 === 1 ? (-1 as const) : (1 as const),
        weight: 0.8 ** at,
      })),
    ),
  unitsOver: ({ threshold }) => (threshold > 1 ? [] : [17, 3, 99].map((unit) => ({ layer: 0, direction: 'forward', name: 'h', unit }))),
  corpusMatches: () => MATCHES,
  gradientsBack: (given) => gradientsOf(given),
  eigenvalues: ({ at }) => eigenvaluesOf(at),
  largestEigenvalues: ({ from, to }) => largestOf(from, to),
  lyapunovExponents: () => Float64Array.of(-0.05, -0.3),
  closeTrace: ({ trace }) => traces.close(trace),
  classify: ({ texts }) => texts.map(classificationOf),
  fill: ({ before, after }) => fillingsOf(before, after),
  translate: ({ sources }) => sources.map(translationOf),
  tag: ({ text }) => taggingOf(text, scenario),
  evaluate: () => evaluationOf(scenario),
  labels: () => LABELS,
  traceNgrams: () => ({ order: 6, seen: 1, counted: 169_943, trained: 169_943 }),
  baseline: () =>
    TEXTS.includes(scenario) ? { baseline: { order: 6, nats: 2.04, characters: 8_900, counted: 169_943, trained: 169_943 } } : {},
};

function answerTo<K extends Kind>({ kind, arguments: given }: Question<K>): Answer<K> | Promise<Answer<K>> {
  const answer = answers[kind];
  if (!answer) throw new Error(`The fake host has no answer to ${kind}.`);
  return answer(given);
}

const page = new FakePage<PanelApi, PanelHostApi>({
  actions,
  answerTo,
  told: ({ arguments: given, checkpoint }) => [given, ...(checkpoint === undefined ? [] : [checkpoint])],
});
const { calls, panel } = page;
let seq = 1_000_000;

const api: FakeHost = {
  calls,
  panel,
  tell: (events) => void panel.progress(events.map((event) => ({ ...event, seq: ++seq }))),
  refuse: page.refuse,
  hold: page.hold,
  select: (text) => {
    selected = text;
  },
  load: () => load(),
  setTheme: page.setTheme,
  expire: () => {
    for (const { args } of calls.filter(({ method }) => method === 'traceField'))
      traces.close((args[0] as { readonly trace: string }).trace);
  },
  canvas: (testid) => {
    const found = document.querySelector(`[data-testid="${testid}"] canvas`);
    if (found instanceof HTMLCanvasElement) return found;
    throw new Error(`no canvas in ${testid}`);
  },
  traced: (name) => {
    for (const { units, order, activations } of trainedTrace().layers) {
      for (const { name: found, values } of activations) if (found.replace("'", '') === name) return { units, order, values };
    }
    throw new Error(`no activation ${name}`);
  },
  trace: traceOf,
  generation: generationOf({ prompt: PROMPT, length: 160, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 3 }),
};
Object.assign(window, { fakeHost: api });
