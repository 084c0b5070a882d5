/**
 * A run as one page to keep, print or send: no script, nothing from elsewhere, light or dark as the reader's system is. What
 * strangers and models wrote is text in it, never markup.
 */

import { MOST_NGRAMS } from '../../baseline/ngramTrie';
import { sourceOf } from '../../cell/cellSources';
import type { Experiment } from '../../experimentSchema';
import type { Baseline, Confusion, Evaluation } from '../../results';
import { taskWords } from '../../tasks/words';
import { countUnits } from '../../text/units';
import type { Sampled, Started, Updated, Validated } from '../../trainingEvent';
import { experimentSection, fileName, pairs } from './experimentSection';
import { lossFigure } from './lossFigure';
import { html, Markup } from './markup';
import { STYLE } from './style';

export interface ReportedRun {
  readonly name: string;
  /** What a person wrote about it. */
  readonly note?: string | undefined;
  /** How it stands, in words: done, stopped, … */
  readonly status: string;
  readonly experiment: Experiment;
  /** Milliseconds since 1970. */
  readonly begun: number;
  /** For how long it was trained, in words. */
  readonly trainedFor?: string | undefined;
  readonly started?: Started | undefined;
  readonly updates: readonly Updated[];
  readonly validations: readonly Validated[];
  readonly samples: readonly Sampled[];
  /** The model that answers, held against a file. */
  readonly evaluation?: Evaluation | undefined;
  /** What n-grams of its training text reach on what was held out; or why there are none. */
  readonly baseline?: Baseline | undefined;
  readonly missing?: string | undefined;
}

/** Rows of the table of losses; a long run's are evenly left out. */
const MOST_ROWS = 200;
/** Looks at what the model wrote: the first, and the last ones. */
const MOST_LOOKS = 6;
/** Labels of which a table is still legible. */
const MOST_LABELS = 40;

/** By this a report is known again. */
export const GENERATOR = '<meta name="generator" content="Unroll">';

/** The whole document. */
export function runReport(run: ReportedRun): string {
  const { name, note, experiment, validations, evaluation } = run;
  const confusion = evaluation?.confusion ?? validations.findLast((one) => one.confusion)?.confusion;
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
${new Markup(GENERATOR)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${name}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<header><h1>${name}</h1>
<p>${inShort(run)}</p>${
    note === undefined
      ? undefined
      : html`
<p class="note">${note}</p>`
  }</header>
${facts(run)}
${losses(run)}
${evaluation && evaluated(evaluation)}
${confusion && confusionTable(confusion)}
${written(run)}
<section><h2>Cell</h2>
<pre>${sourceOf(experiment)}</pre></section>
${experimentSection(experiment)}
<footer>Written by Unroll, which trains and shows recurrent networks inside VS Code.</footer>
</main>
</body>
</html>
`;
  return page.text;
}

function inShort({ status, experiment, validations, updates }: ReportedRun): string {
  const { unit } = taskWords(experiment);
  const best = validations.findLast((one) => one.best) ?? validations.at(-1);
  const last = updates.at(-1);
  const of = (loss: number) => `${loss.toFixed(3)} nats/${unit}`;
  if (best?.accuracy !== undefined)
    return `${status} · ${share(best.accuracy)} right of what was held out (${of(best.loss)}), at update ${grouped(best.update)}`;
  if (best) return `${status} · ${of(best.loss)} on what was held out, at update ${grouped(best.update)}`;
  return last ? `${status} · ${of(last.loss)} in training, at update ${grouped(last.update)}` : status;
}

function facts({ experiment, begun, started, updates, trainedFor }: ReportedRun): Markup {
  const last = updates.at(-1);
  const { rows } = started ?? {};
  const { units } = taskWords(experiment);
  const known: readonly (readonly [string, string | undefined])[] = [
    ['task', experiment.task],
    [
      'network',
      `${experiment.cell} · ${grouped(experiment.hidden)} units · ${experiment.layers} ${experiment.layers === 1 ? 'layer' : 'layers'}`,
    ],
    ['parameters', started && grouped(started.parameters)],
    ['learned from', experiment.files.map(fileName).join(', ') || 'a text that was not in a file'],
    [
      'its size',
      started &&
        (rows
          ? `${grouped(rows.train)} rows, ${grouped(rows.validation)} held out`
          : `${grouped(started.trainCharacters)} ${units.many}, ${grouped(started.validationCharacters)} held out`),
    ],
    [`different ${units.many}`, started && grouped(countUnits(started.vocabulary))],
    ['updates', last && `${grouped(last.update)} (${last.epoch.toFixed(1)} times through the ${rows ? 'rows' : 'text'})`],
    ['trained for', trainedFor],
    [
      'speed',
      last && Number.isFinite(last.charsPerSecond) ? `${grouped(Math.round(last.charsPerSecond))} ${units.many} a second` : undefined,
    ],
    ['on', started?.device.label],
    ['begun', dateOf(begun)],
  ];
  return html`<section><h2>Run</h2>
${pairs(known.flatMap(([what, value]) => (value === undefined ? [] : [[what, value] as const])))}
${started && started.notes.length > 0 ? html`<ul class="quiet">${started.notes.map((said) => html`<li>${said}</li>`)}</ul>` : undefined}</section>`;
}

function losses({ experiment, updates, validations, baseline, missing }: ReportedRun): Markup | undefined {
  const { unit, units } = taskWords(experiment);
  const figure = lossFigure(updates, validations, unit, baseline?.nats);
  if (!figure) return undefined;
  const rows = validations.length > 0 ? validations : updates;
  const stride = Math.ceil(rows.length / MOST_ROWS);
  const accurate = validations.some(({ accuracy }) => accuracy !== undefined);
  const cells = (update: number) => {
    const training = updates.findLast((one) => one.update <= update);
    const held = validations.find((one) => one.update === update);
    return html`<tr><td>${grouped(update)}</td><td>${fixed(training?.loss)}</td><td>${fixed(held?.loss)}</td>${
      accurate ? html`<td>${held?.accuracy === undefined ? '' : share(held.accuracy)}</td>` : undefined
    }</tr>`;
  };
  return html`<section><h2>Loss</h2>
<p class="legend"><span class="key training-key"></span>training <span class="key validation-key"></span>validation, the best marked${baseline && html` <span class="key ngram-key"></span>${baseline.order}-gram ${baseline.nats.toFixed(3)}`}; nats/${unit}</p>
${ngramWords(baseline, missing, units.many)}
${figure}
<details><summary>Numbers</summary>
<table><thead><tr><th scope="col">update</th><th scope="col">training</th><th scope="col">validation</th>${accurate ? html`<th scope="col">right</th>` : undefined}</tr></thead>
<tbody>${rows.filter((_, at) => (rows.length - 1 - at) % stride === 0).map(({ update }) => cells(update))}</tbody></table>
</details></section>`;
}

/** What the level line is; or why there is none, where one was looked for. */
function ngramWords(baseline: Baseline | undefined, missing: string | undefined, units: string): Markup | undefined {
  if (missing !== undefined) return html`<p class="quiet">No n-gram line: ${missing}</p>`;
  if (!baseline) return undefined;
  const { order, counted, trained, characters } = baseline;
  const part = counted < trained ? ` the first ${grouped(counted)} of` : '';
  const why = counted < trained ? `, which has more n-grams than the ${MOST_NGRAMS} that are kept` : '';
  return html`<p class="quiet">The level line is what counting alone reaches: each of ${grouped(characters)} ${units} held out, told ${order > 1 ? `from the ${order - 1} before it ` : ''}by counts of${part} the ${grouped(trained)} ${units} trained on${why}.</p>`;
}

function evaluated({ examples, nats, perplexity, strange, accuracy, exact, characterErrorRate, bleu }: Evaluation): Markup {
  const known: readonly (readonly [string, string | number | undefined])[] = [
    ['examples', grouped(examples)],
    ['nats each', fixed(nats)],
    ['perplexity', fixed(perplexity)],
    ['unknown', strange && `${grouped(strange.count)}, ${fixed(strange.nats / strange.count)} nats each`],
    ['right', accuracy === undefined ? undefined : share(accuracy)],
    ['right to the last character', exact === undefined ? undefined : share(exact)],
    ['character error rate', characterErrorRate === undefined ? undefined : share(characterErrorRate)],
    ['BLEU', bleu?.toFixed(3)],
  ];
  return html`<section><h2>Evaluation</h2>
${pairs(known.flatMap(([what, value]) => (value === undefined || value === '' ? [] : [[what, String(value)] as const])))}</section>`;
}

function confusionTable({ labels, counts }: Confusion): Markup {
  if (labels.length > MOST_LABELS) return html`<section><h2>Confusion</h2><p>${labels.length} labels: too many for a table.</p></section>`;
  const most = Math.max(1, ...counts.flat());
  return html`<section><h2>Confusion</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Confusion: a row for each true label, a column for each guess">
<table class="confusion"><thead><tr><th scope="col">true, guessed</th>${labels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${counts.map(
    (row, at) =>
      html`<tr><th scope="row">${labels[at]}</th>${row.map((count, column) => html`<td class="${column === at ? 'right' : 'wrong'} strength-${Math.ceil((4 * count) / most)}">${count === 0 ? '' : grouped(count)}</td>`)}</tr>`,
  )}</tbody></table></div></section>`;
}

function written({ samples, experiment }: ReportedRun): Markup | undefined {
  const looks = [...new Set(samples.map(({ update }) => update))];
  if (looks.length === 0) return undefined;
  const chosen = looks.length <= MOST_LOOKS ? looks : [looks[0] as number, ...looks.slice(1 - MOST_LOOKS)];
  const sample = ({ prompt, text, expected }: Sampled) =>
    html`<blockquote><span class="prompt">${prompt}</span>${prompt !== '' && expected !== undefined ? ' → ' : ''}${text}${
      expected === undefined || expected === text ? undefined : html` <span class="expected">(right: ${expected})</span>`
    }</blockquote>`;
  return html`<section><h2>Samples</h2>
<p class="quiet">${taskWords(experiment).samples}</p>
${chosen.toReversed().map((update) => html`<h3>update ${grouped(update)}</h3>${samples.filter((one) => one.update === update).map(sample)}`)}</section>`;
}

/** Undefined for what is no date: a file may say anything. */
function dateOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const share = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
const grouped = (number: number): string => number.toLocaleString('en');
const fixed = (loss: number | undefined): string => (loss === undefined || !Number.isFinite(loss) ? '' : loss.toFixed(4));
