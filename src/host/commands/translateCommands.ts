/** Translate Selection: a line has several translations to choose from; of several lines, each is replaced by its best. */
import type * as vscode from 'vscode';
import type { Translation } from '../../engine/results';
import { type Line, linesIn, textIn } from '../editors/lines';
import { translationSettings } from '../workspace/settings';
import { askInEditor } from './askInEditor';
import type { Commands, CommandTools } from './commands';
import { pickReplacement, type ReplacementChoice } from './pickReplacement';

export function translateCommands(tools: CommandTools): Commands {
  const { engine, annotations, picker } = tools;
  return {
    'unroll.translate': askInEditor(
      tools,
      { command: 'unroll.translate', task: 'translate', question: 'Translate with which run?', about: sourcesIn, unit: 'text' },
      async (asked) => {
        const { folder } = asked.run;
        const alone = asked.passages.length === 1;
        const sources = asked.passages.map(({ text }) => text);
        await pickReplacement({
          asked,
          picker,
          annotations,
          title: 'Translate Selection',
          placeholder: alone ? 'Translations, best first; Enter replaces the source' : 'Enter replaces each line by its translation',
          choices: async (signal) => {
            const translations = await engine.ask(folder, 'translate', { sources, ...translationSettings() }, { signal });
            return alone ? translations.flatMap(hypotheses) : [allOf(translations)];
          },
        });
      },
    ),
  };
}

function sourcesIn({ document, selection }: vscode.TextEditor): readonly Line[] {
  return selection.isSingleLine ? [textIn(document, selection)] : linesIn(document, selection);
}

function hypotheses({ hypotheses }: Translation): readonly ReplacementChoice[] {
  return hypotheses.map(({ text, score }) => ({
    label: text || '(an empty text)',
    description: `score ${score.toFixed(2)}`,
    replacements: [text],
  }));
}

/** Each line by its best; one without any stays. */
function allOf(translations: readonly Translation[]): ReplacementChoice {
  const replacements = translations.map(({ hypotheses: [best] }) => best?.text);
  const [
    {
      source,
      hypotheses: [best],
    } = { source: '', hypotheses: [] },
  ] = translations;
  const count = replacements.filter((text) => text !== undefined).length;
  return { label: `Replace ${count} lines`, detail: `${source} → ${best?.text ?? ''} …`, replacements };
}
