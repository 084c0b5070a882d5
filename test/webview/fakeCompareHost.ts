// Stands in for VS Code and the extension in a page that compares: two runs and a kept checkpoint, and answers to what is asked of each.
import type { Generation } from '../../src/engine/results';
import { type CompareApi, type CompareHostApi, MOST_SIDES, type Side } from '../../src/protocol/compareProtocol';
import type { RunHistory } from '../../src/protocol/engineProtocol';
import type { AnyQuestion } from '../../src/protocol/queries';
import { FakePage } from './fakePage';
import { FakeTraces } from './fakeTraces';
import { endless, generationOf, historyOf, traceOf, trainedTrace } from './fixtures';
import { sweptRuns } from './sweptRuns';

const query = new URLSearchParams(location.search);
const HOSTILE = '<img src=x onerror=alert(1)> a name that goes on and on and on and on';

/** Another run of the same text: other cell, more units, and what it learned a little less. */
function other(): RunHistory {
  const { summary, curve } = historyOf('done');
  return {
    summary: { ...summary, folder: '/runs/gru', name: HOSTILE, experiment: { ...summary.experiment, cell: 'gru', hidden: 64 } },
    curve: {
      ...curve,
      updates: curve.updates.filter((_, at) => at % 3 === 0).map((update) => ({ ...update, loss: update.loss * 1.05 })),
      validations: curve.validations.map((validation) => ({ ...validation, loss: validation.loss * 1.06 })),
    },
  };
}

const kept = historyOf('kept');
const tasks = ['classify', 'translate'] as const;
const ofTasks = (): readonly RunHistory[] =>
  tasks.map((task) => {
    const { summary, curve } = historyOf(task);
    return { summary: { ...summary, folder: `/runs/${task}`, name: task }, curve };
  });
const scenario = query.get('scenario');
const histories: readonly RunHistory[] =
  scenario === 'kept'
    ? [kept]
    : scenario === 'translate'
      ? ofTasks()
      : scenario === 'sweep'
        ? sweptRuns(Number(query.get('length') ?? 40))
        : [kept, other()];
const { folder } = kept.summary;
const sides: readonly Side[] =
  histories.length === 1
    ? [
        { folder, checkpoint: 47 },
        { folder, checkpoint: undefined },
      ]
    : histories.length > MOST_SIDES
      ? []
      : histories.map(({ summary }) => ({ folder: summary.folder, checkpoint: undefined }));

const traces = new FakeTraces();
/** A reading that is a little less sure, so that there is something to see. */
function worse(): ReturnType<typeof trainedTrace> {
  const trace = trainedTrace();
  return { ...trace, surprise: trace.surprise.map((bits, t) => bits * (1 + 0.6 * Math.sin(t / 3))) };
}

function answerTo({ run, checkpoint, kind, arguments: given }: AnyQuestion): unknown {
  switch (kind) {
    case 'openTrace': {
      const task = tasks.find((one) => run === `/runs/${one}`);
      if (task) return traces.open(traceOf(task, given.text));
      if (scenario === 'large') return traces.open(endless(given.text));
      if (scenario === 'layers') return traces.open(traceOf(run === folder ? 'layers' : 'gru', given.text));
      if (scenario === 'words' && run !== folder) return traces.open(traceOf('words', given.text));
      return traces.open(run === folder ? (checkpoint === undefined ? trainedTrace() : worse()) : traceOf('gru', given.text));
    }
    case 'traceField': {
      const { trace, ...request } = given;
      return traces.field(trace, request);
    }
    case 'baseline':
      if (run === '/runs/gru' && scenario === 'yardsticks')
        return { baseline: { order: 5, nats: 1.73, characters: 7_000, counted: 140_000, trained: 140_000 } };
      return run === '/runs/gru' && scenario === 'layers'
        ? { missing: 'The text has changed since.' }
        : { baseline: { order: 6, nats: 2.04, characters: 8_900, counted: 169_943, trained: 200_000 } };
    case 'closeTrace':
      return true;
    case 'generate':
      return generationOf(given) satisfies Generation;
    default:
      throw new Error(`The fake host has no answer to ${kind}.`);
  }
}

const page = new FakePage<CompareApi, CompareHostApi>({
  actions: {
    ready: async () => ({
      histories,
      sides,
      generation: { prompt: '', length: 160, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 3 },
    }),
    selection: async () => ({ text: 'To be, or not to be', passage: 'selection' }),
    showPassage: async () => {},
    openRun: async () => {},
    saveFile: async () => {},
  },
  answerTo: (question) => {
    if (!histories.some(({ summary }) => summary.folder === question.run))
      throw new Error('It was not said which of the compared runs shall answer.');
    return answerTo(question);
  },
  told: ({ run, checkpoint, arguments: given }) => [run, checkpoint, given],
});

const expire = (): void => {
  for (let at = 1; at <= 100; at++) traces.close(`trace ${at}`);
};
/** As when another run of a sweep begins. */
const add = (name: string): void => {
  const [run] = sweptRuns(1);
  if (run) page.panel.added([{ ...run, summary: { ...run.summary, folder: `/runs/${name}`, name } }]);
};
Object.assign(window, { fakeHost: { add, calls: page.calls, hold: page.hold, refuse: page.refuse, setTheme: page.setTheme, expire } });
