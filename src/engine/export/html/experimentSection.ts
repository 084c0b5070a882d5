/** What of an experiment is not as it would be by itself, and all of it as a file that trains the same again. */
import type { Experiment } from '../../experimentSchema';
import { parseExperiment } from '../../parseExperiment';
import { settingsElsewhere } from '../settingsElsewhere';
import { html, type Markup } from './markup';

/** Told elsewhere in a report. */
const TOLD: readonly string[] = ['version', 'task', 'files', 'cell', 'cellSource', 'hidden', 'layers'];

export function experimentSection(experiment: Experiment): Markup {
  const { task, units } = experiment;
  const usual: Readonly<Record<string, unknown>> = parseExperiment({ task, units });
  const settings = elsewhere(experiment);
  const own = Object.entries(settings).filter(([name, value]) => !TOLD.includes(name) && shown(value) !== shown(usual[name]));
  return html`<section><h2>Experiment</h2>
<p class="quiet">${own.length > 0 ? 'The settings that are not as they are where nothing is said.' : 'All settings are as they are where nothing is said.'}</p>
${own.length > 0 ? pairs(own.map(([name, value]) => [name, shown(value)])) : undefined}
<details><summary>All settings, as a file for unroll train</summary>
<pre>${JSON.stringify(settings, undefined, 2)}</pre></details></section>`;
}

/** Of files their names alone. */
function elsewhere(experiment: Experiment): Record<string, unknown> {
  const { files, init, initVocabulary } = experiment;
  return {
    files: files.map(fileName),
    ...settingsElsewhere(experiment),
    ...(init !== undefined && { init: fileName(init) }),
    ...(initVocabulary !== undefined && { initVocabulary: fileName(initVocabulary) }),
  };
}

/** The last part of a path, of whatever system. */
export const fileName = (file: string): string => file.replace(/[\\/]+$/, '').replace(/^.*[\\/]/s, '') || file;

export const pairs = (list: readonly (readonly [string, string])[]): Markup =>
  html`<dl>${list.map(([what, value]) => html`<div><dt>${what}</dt><dd>${value}</dd></div>`)}</dl>`;

const shown = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));
