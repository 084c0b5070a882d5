/** Runs that version 0.1.0 made: today's Unroll lists them, answers with them and goes on with them, to the last bit. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { classify, fill, generate, type Model, tag, translate } from '../../src/engine/abilities';
import type { MetricEvent } from '../../src/engine/trainingEvent';
import { listRuns } from '../../src/runs/listRuns';
import { ModelShelf } from '../../src/runs/modelShelf';
import { resumeRun } from '../../src/runs/resumeRun';
import { readHistory } from '../../src/runs/runSummary';
import { evaluateFiles } from '../../src/sources/evaluateFiles';
import { temporaryFolder } from './temporaryFolder';

const MADE = path.resolve('test', 'runs', 'version-0.1.0');

/** The others were killed at update 24 of 32. */
const COMPLETE = 'language-model';

/** What a setting that came later is where it was not stored: as if it did not exist. */
const LATER = {
  encoding: 'auto',
  keepVocabulary: false,
  lineEnds: 'keep',
  normalization: 'keep',
  sideHeads: false,
  units: 'characters',
  vocabulary: 0,
};

/** A symbol with its probability, or a text with its score. */
type Said = readonly [what: string, value: number];

interface Answers {
  /** What was learned from. */
  readonly file: string;
  readonly answer: readonly Said[];
  readonly evaluation: {
    readonly examples: number;
    readonly nats: number;
    readonly accuracy: number | null;
    readonly exact: number | null;
  };
  /** Kind, update and loss of each event of eight more updates. */
  readonly further: readonly (readonly [kind: string, update: number, loss: number])[];
}

const answers: Readonly<Record<string, Answers>> = JSON.parse(readFileSync(path.join(MADE, 'answers.json'), 'utf8'));
const stop = new AbortController().signal;
const draw = { prompt: '', length: 24, temperature: 0.8, topK: 0, topP: 1, seed: 3, count: 1 };

async function drawn(model: Model, options: Partial<typeof draw> & { readonly label?: string }): Promise<Said[]> {
  const { continuations } = await generate(model, { ...draw, ...options }, { stop, seconds: () => 0 });
  return continuations.flatMap(({ characters }) => characters.map(({ character, probability }): Said => [character, probability]));
}

async function tagged(model: Model, text: string): Promise<Said[]> {
  const { tags } = await tag(model, text, { stop });
  return tags.map(({ character, probability }) => [character, probability]);
}

/** What 0.1.0 was asked. */
const QUESTIONS: Readonly<Record<string, (model: Model) => Promise<Said[]>>> = {
  'language-model': (model) => drawn(model, { prompt: 'The ' }),
  'own-cell': (model) => drawn(model, { prompt: 'The ', temperature: 0, seed: 1 }),
  infill: async (model) => {
    const { fillings } = await fill(model, 'The ', ' sat on', { shortest: 1, longest: 4, count: 2 }, { stop });
    return fillings.map(({ text, nats }) => [text, nats]);
  },
  tag: (model) => tagged(model, 'the hen sang'),
  'restore-case': (model) => tagged(model, 'the hen sang. the cow'),
  classify: async (model) => {
    const found = await classify(model, ['hen ran', 'cat sang'], { stop });
    return found.flatMap(({ labels }) => labels.map(({ symbol, probability }): Said => [symbol, probability]));
  },
  'generate-from-label': (model) => drawn(model, { label: 'farm', length: 12 }),
  translate: async (model) => {
    const [translation] = await translate(model, ['cat ran'], { beam: 2, lengthPenalty: 0.6 }, { stop });
    return (translation?.hypotheses ?? []).map(({ text, score }) => [text, score]);
  },
};

/** The reference computes in 64 bits, and exp and tanh may differ in the last one between versions of Node. */
const near = (value: number, expected: number) => Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected));

function assertSaid(said: readonly Said[], expected: readonly Said[]): void {
  assert.deepEqual(
    said.map(([what]) => what),
    expected.map(([what]) => what),
  );
  for (const [index, [what, value]] of said.entries())
    assert.ok(near(value, expected[index]?.[1] as number), `${what}: ${value}, and it was ${expected[index]?.[1]}`);
}

describe('runs of version 0.1.0', function () {
  this.timeout(60_000);
  const root = temporaryFolder();
  const runs = () => path.join(root(), '.unroll', 'runs');
  beforeEach(() => {
    mkdirSync(runs(), { recursive: true });
    cpSync(path.join(MADE, 'runs'), runs(), { recursive: true });
    for (const name of readdirSync(MADE)) if (/\.(txt|tsv|csv|cell)$/.test(name)) cpSync(path.join(MADE, name), path.join(root(), name));
  });

  it('are all listed, with the experiment exactly as it was stored', async () => {
    const { runs: found, unreadable } = await listRuns(runs());
    assert.deepEqual(unreadable, []);
    assert.deepEqual(found.map(({ name }) => name).sort(), Object.keys(answers).sort());
    for (const { name, experiment, status, update, best } of found) {
      const stored = JSON.parse(readFileSync(path.join(MADE, 'runs', name, 'experiment.json'), 'utf8'));
      assert.deepEqual(experiment, { ...LATER, ...stored });
      assert.deepEqual([status, update], [name === COMPLETE ? 'done' : 'interrupted', 24], name);
      assert.ok(best && Number.isFinite(best.loss), name);
    }
  });

  it('tell their whole history', async () => {
    for (const name of Object.keys(answers)) {
      const { curve } = await readHistory(path.join(runs(), name));
      assert.equal(curve.updates.length, 24, name);
      assert.equal(curve.validations.length, 3, name);
      assert.ok(curve.started && curve.samples.length > 0, name);
    }
  });

  for (const [name, { file, answer, evaluation, further }] of Object.entries(answers)) {
    it(`answer as they did: ${name}`, async () => {
      const shelf = new ModelShelf();
      try {
        const ask = QUESTIONS[name] as (model: Model) => Promise<Said[]>;
        assertSaid(await shelf.use(path.join(runs(), name), ask), answer);
        const found = await shelf.use(path.join(runs(), name), (model) => evaluateFiles(model, [path.join(root(), file)], { stop }));
        // 0.1.0 counted windows of running text, and of infill judged each window from the zero state.
        if (name !== 'infill') assert.ok(near(found.nats, evaluation.nats), `${found.nats} nats, and it was ${evaluation.nats}`);
        assert.deepEqual([found.accuracy ?? null, found.exact ?? null], [evaluation.accuracy, evaluation.exact]);
      } finally {
        await shelf.dispose();
      }
    });

    it(`go on as they did: ${name}`, async () => {
      const told: MetricEvent[] = [];
      await resumeRun(path.join(runs(), name), name === COMPLETE ? { updates: 32 } : {}, { stop, tell: (event) => told.push(event) });
      const events = told.flatMap((event) => (event.kind === 'update' || event.kind === 'validation' ? [event] : []));
      assertSaid(
        events.map(({ kind, update, loss }): Said => [`${kind} ${update}`, loss]),
        further.map(([kind, update, loss]): Said => [`${kind} ${update}`, loss]),
      );
    });
  }

  it('an old gap filler gets heads of each direction where it is resumed with them, and fills by them', async () => {
    const run = path.join(runs(), 'infill');
    const told: string[] = [];
    await resumeRun(run, { sideHeads: true }, { stop, tell: (event) => event.kind === 'started' && told.push(...event.notes) });
    assert.ok(
      told.some((note) => /no heads of each direction alone.*drawn afresh/.test(note)),
      told.join('\n'),
    );
    const shelf = new ModelShelf();
    try {
      assert.equal(await shelf.use(run, async ({ shape }) => shape.sideHeads), true);
      const said = await shelf.use(run, QUESTIONS.infill as (model: Model) => Promise<Said[]>);
      assert.equal(said.length, 2);
    } finally {
      await shelf.dispose();
    }
    const classifier = path.join(runs(), 'classify');
    await assert.rejects(resumeRun(classifier, { sideHeads: true }, { stop, tell: () => undefined }), /sideHeads is for infill/);
  });
});
