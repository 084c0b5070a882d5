// Runs of a sweep as a host tells them: of three cells, sizes and learning rates, with losses that follow from these; some still train, one failed.
import { Random } from '../../src/engine/random';
import type { RunHistory, RunSummary } from '../../src/protocol/engineProtocol';
import { historyOf } from './fixtures';

const CELLS = ['gru', 'lstm', 'rnn'] as const;
const SIZES = [64, 128, 256] as const;

/** @param count of runs; the same each time */
export function sweptRuns(count: number): readonly RunHistory[] {
  const random = Random.fromSeed(7);
  const { summary, curve } = historyOf('done');
  const last = summary.best?.loss ?? 1.6;
  return Array.from({ length: count }, (_, at): RunHistory => {
    const cell = CELLS[Math.floor(random.uniform() * CELLS.length)] as (typeof CELLS)[number];
    const hidden = SIZES[Math.floor(random.uniform() * SIZES.length)] as number;
    const learningRate = Number((0.0005 * 40 ** random.uniform()).toPrecision(4));
    const dropout = Number((random.uniform() * 0.5).toPrecision(2));
    const worse =
      1 +
      { lstm: 0, gru: 0.05, rnn: 0.3 }[cell] +
      0.12 * Math.abs(Math.log(learningRate / 0.004)) +
      0.1 * Math.log2(256 / hidden) +
      0.3 * Math.abs(dropout - 0.2) +
      0.04 * random.uniform();
    const training = count > 4 && at >= count - 2;
    const failed = count > 4 && at === 3;
    const name = `rates-${at + 1}`;
    const shown = training ? 0.4 : failed ? 0.1 : 1;
    const validations = curve.validations
      .slice(0, Math.ceil(curve.validations.length * shown))
      .map((one) => ({ ...one, loss: one.loss * worse }));
    const updates = curve.updates
      .slice(0, Math.ceil(curve.updates.length * shown))
      .map((one) => ({ ...one, loss: one.loss * worse, elapsed: one.elapsed * (hidden / 128) }));
    const best = failed ? undefined : validations.at(-1);
    const such: RunSummary = {
      ...summary,
      folder: `/runs/${name}`,
      name,
      kept: [],
      experiment: { ...summary.experiment, cell, hidden, learningRate, dropout },
      sweep: { name: 'rates', file: 'rates.unroll.json', key: name, values: { cell, hidden, learningRate, dropout } },
      status: training ? 'training' : failed ? 'failed' : 'done',
      message: failed ? 'The loss became infinite at update 151. Train again with a lower learning rate.' : undefined,
      update: updates.at(-1)?.update ?? 0,
      latest: updates.at(-1),
      validation: best,
      best: best && { ...best, loss: Math.min(last * worse, best.loss) },
      parameters: hidden * hidden * 4,
    };
    return { summary: such, curve: { ...curve, updates, validations: failed ? [] : validations, done: undefined } };
  });
}
