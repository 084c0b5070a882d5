// Stands in for VS Code and the extension in the page: applies a theme, answers the panel, remembers what it was asked.
import { type BirpcReturn, createBirpc } from 'birpc';
import type { Generation } from '../../src/engine/results';
import type { Asked, PanelApi, PanelHostApi } from '../../src/protocol/panelProtocol';
import { generationOf, historyOf, PROMPT, type Scenario, TEXT, traceOf, trainedTrace } from './fixtures';
import themes from './fixtures/themes.json';
import { classificationOf, evaluationOf, fillingsOf, LABELS, taggingOf, translationOf } from './taskFixtures';

interface FakeHost {
  readonly calls: { readonly method: string; readonly args: unknown[] }[];
  readonly panel: BirpcReturn<PanelApi, PanelHostApi>;
  /** The next call of this method is refused with these words. */
  refuse(method: string, message: string): void;
  /** The next call of this method is answered only by `cancel`, which rejects it. */
  hold(method: string): void;
  setTheme(name: string): void;
  /** The canvas in the part of the panel with this test id. */
  canvas(testid: string): HTMLCanvasElement;
  /** One activation of the first layer of the trained network, and its layer. */
  traced(name: string): { readonly units: number; readonly order: Uint32Array; readonly values: Float32Array };
  readonly trace: typeof traceOf;
  readonly generation: Generation;
}
declare global {
  interface Window {
    fakeHost: FakeHost;
    acquireVsCodeApi: () => unknown;
  }
}

const query = new URLSearchParams(location.search);
const scenario = (query.get('scenario') ?? 'done') as Scenario;
const calls: FakeHost['calls'] = [];
const refusals = new Map<string, string>();
const held = new Set<string>();
let release: (() => void) | undefined;
const LONG = 5000;
const TAB = query.get('tab') ?? 'training';

function inspectedText(): string {
  if (scenario === 'large') return TEXT.repeat(Math.ceil(LONG / TEXT.length)).slice(0, LONG);
  if (scenario === 'hello') return 'hello';
  if (scenario === 'translate') return 'may the third, 1979';
  return scenario === 'classify' ? 'Ó Briain' : TEXT;
}

/** What the panel is opened to work on. */
function asked(): Asked | undefined {
  const text = query.get('ask') ?? { inside: inspectedText(), continuations: PROMPT }[TAB];
  return text === undefined || query.has('blank') ? undefined : { text, passage: 'passage' };
}

const answers: PanelHostApi = {
  ready: async () => ({
    history: historyOf(scenario),
    tab: TAB,
    ...(asked() && { asked: asked() }),
    translation: { beam: 4, lengthPenalty: 0.6 },
    fill: { shortest: 1, longest: 8, count: 8 },
    ...(query.has('evaluated') ? { evaluation: { name: 'held-out.tsv', evaluation: evaluationOf(scenario) } } : {}),
    generation: { prompt: '', length: 160, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 3 },
  }),
  stop: async () => {
    await api.panel.summary({ ...historyOf(scenario).summary, state: 'stopped' });
  },
  resume: async () => {
    await api.panel.summary({ ...historyOf(scenario).summary, state: 'training' });
  },
  generate: async (options) => generationOf(options),
  insert: async () => {},
  replace: async () => {},
  copy: async () => {},
  trace: async (text, target) => traceOf(scenario, text, target),
  classify: async (texts) => texts.map(classificationOf),
  fill: async (before, after) => fillingsOf(before, after),
  translate: async (sources) => sources.map(translationOf),
  tag: async (text) => taggingOf(text, scenario),
  labels: async () => LABELS,
  evaluate: async () => ({ name: 'held-out.tsv', evaluation: evaluationOf(scenario) }),
  cancel: async () => release?.(),
  selection: async () => ({ text: 'To be, or not to be', passage: 'selection' }),
  highlight: async () => {},
  showing: async () => {},
  openCell: async () => {},
};

const recorded = Object.fromEntries(
  Object.entries(answers).map(([method, answer]) => [
    method,
    async (...args: unknown[]) => {
      calls.push({ method, args });
      const refusal = refusals.get(method);
      refusals.delete(method);
      if (refusal) throw new Error(refusal);
      if (held.delete(method)) {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        throw { name: 'CancelledError', message: 'Cancelled.' };
      }
      return (answer as (...all: unknown[]) => unknown)(...args);
    },
  ]),
) as unknown as PanelHostApi;

let receive: (message: unknown) => void = () => {};
const STORE = 'webview state';

const api: FakeHost = {
  calls,
  panel: createBirpc<PanelApi, PanelHostApi>(recorded, {
    post: (message) => window.dispatchEvent(new MessageEvent('message', { data: structuredClone(message) })),
    on: (listener) => {
      receive = listener;
    },
  }),
  refuse: (method, message) => refusals.set(method, message),
  hold: (method) => held.add(method),
  setTheme,
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
window.fakeHost = api;
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => {
    const sent = structuredClone(message);
    setTimeout(() => receive(sent), 0);
  },
  getState: () => JSON.parse(sessionStorage.getItem(STORE) ?? 'null') ?? undefined,
  setState: (state: unknown) => sessionStorage.setItem(STORE, JSON.stringify(state)),
});

function setTheme(name: string): void {
  const theme = themes.find((one) => one.name === name);
  if (!theme) throw new Error(`no theme ${name}`);
  document.documentElement.removeAttribute('style');
  for (const [variable, value] of Object.entries(theme.variables)) document.documentElement.style.setProperty(variable, String(value));
  document.body.className = theme.classes;
  document.body.dataset.vscodeThemeName = name;
}
setTheme(query.get('theme') ?? 'Dark Modern');
document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
