/** `evaluate --run RUNDIR FILE…`: a model held against examples of the kind that it learned from. */
import path from 'node:path';
import type { Command } from 'commander';
import type { Experiment } from '../engine/experimentSchema';
import type { Confusion, Evaluation } from '../engine/results';
import { learningOf } from '../engine/tasks/tasks';
import { taskWords } from '../engine/tasks/words';
import { unitWords } from '../engine/text/units';
import { evaluateFiles } from '../sources/evaluateFiles';
import { addColumnFlags, experimentOptions } from './experimentFlags';
import { interruptible } from './interruption';
import { besideNgrams, type RunFlags, takingRun, warnOfUnknown, withModel } from './openedModel';
import { errorLines, ngramWords, strangeLine } from './report/errorLines';
import { grouped, tenths } from './report/words';

/** Labels of which a table is still legible. */
const MOST_LABELS = 30;

export function addEvaluate(program: Command): void {
  const command = program
    .command('evaluate')
    .description(
      'Holds a trained model against a file of the kind that it learned from: accuracy, exact matches, character error rate, BLEU (1- to 4-grams of words, without smoothing), perplexity.',
    );
  addColumnFlags(takingRun(command))
    .argument('<file...>', 'Text or rows in UTF-8.')
    .option('--json', 'One JSON object.')
    .action(async (files: readonly string[], { json, ...run }: RunFlags & { readonly json?: boolean }) => {
      const paths = files.map((file) => path.resolve(file));
      const [evaluation, example, experiment] = await withModel(run, async (model) => {
        const { inputColumn, targetColumn, header } = experimentOptions(command);
        const evaluation = await evaluateFiles(model, paths, interruptible(), {
          encoding: run.encoding,
          columns: { inputColumn, targetColumn, header },
          beside: (text, nats) => besideNgrams(run, text, nats, interruptible()),
        });
        const rows = learningOf(model.experiment).from === 'rows';
        return [evaluation, rows ? { one: 'row', many: 'rows' } : unitWords(model.vocabulary.units), model.experiment] as const;
      });
      for (const note of evaluation.notes ?? []) process.stderr.write(`${note}\n`);
      warnOfUnknown(evaluation.unknown, `it reads something else instead. What it does not know ${taskWords(experiment).strange}`);
      if (json) console.log(JSON.stringify(evaluation));
      else for (const line of inWords(evaluation, example, experiment)) console.log(line);
    });
}

/** @param example what it was held against: rows, or characters or words of running text */
function inWords(evaluation: Evaluation, example: { readonly one: string; readonly many: string }, experiment: Experiment): string[] {
  const { unit } = taskWords(experiment);
  const { short, one } = unitWords(experiment.units);
  const [each, told] = [`nats/${unit}`, unit === short ? one : unit];
  const {
    examples,
    nats,
    perplexity,
    accuracy,
    confusion,
    exact,
    characterErrorRate,
    bleu,
    byLength,
    strange,
    baseline,
    noBaseline,
    errors,
  } = evaluation;
  const figures = [
    `${grouped.format(examples)} ${examples === 1 ? example.one : example.many}`,
    ...(accuracy === undefined ? [] : [`accuracy ${tenths(accuracy)}`]),
    ...(exact === undefined ? [] : [`exact ${tenths(exact)}`]),
    ...(characterErrorRate === undefined ? [] : [`character error rate ${tenths(characterErrorRate)}`]),
    ...(bleu === undefined ? [] : [`BLEU ${bleu.toFixed(3)}`]),
    ...(Number.isNaN(nats) ? [] : [`${nats.toFixed(4)} ${each}`, `perplexity ${perplexity.toFixed(3)}`]),
  ];
  return [
    figures.join('   '),
    ...(strange ? [strangeLine(strange, told)] : []),
    ...(baseline ? [`${baseline.nats.toFixed(4)} ${each} by ${ngramWords(baseline, experiment.units)}`] : []),
    ...(noBaseline === undefined ? [] : [`No n-gram beside it: ${noBaseline}`]),
    ...(errors ? errorLines(errors) : []),
    ...(confusion ? ['', ...table(confusion)] : []),
    ...(byLength ? ['', 'length of the source   rows   exact', ...byLength.map(lengthLine)] : []),
  ];
}

const lengthLine = ({ length, examples, exact }: NonNullable<Evaluation['byLength']>[number]) =>
  `${String(length).padStart(20)}${grouped.format(examples).padStart(7)}${tenths(exact).padStart(10)}`;

const CORNER = 'true \\ guessed';

/** A row for each true label, a column for each guess. */
function table({ labels, counts }: Confusion): string[] {
  if (labels.length > MOST_LABELS) return [`${labels.length} labels: their table is in --json.`];
  const width = Math.max(...[...counts.flat(), labels.length].map((number) => grouped.format(number).length)) + 1;
  const margin = Math.max(CORNER.length, ...labels.map((label) => [...label].length + 3));
  const heads = labels.map((_, index) => String(index + 1).padStart(width)).join('');
  return [
    `${CORNER.padEnd(margin)} ${heads}`,
    ...counts.map((row, index) => {
      const name = `${String(index + 1).padStart(2)} ${labels[index]}`;
      return `${name.padEnd(margin)} ${row.map((count) => (count === 0 ? '·' : grouped.format(count)).padStart(width)).join('')}`;
    }),
  ];
}
