/** Translate Selection: a line has several translations to choose from; of several lines, each is replaced by its best. */
import type * as vscode from 'vscode';
import { type Line, linesIn, textIn } from '../editors/lines';
import { translationSettings } from '../workspace/settings';
import { askInEditor } from './askInEditor';
import type { Commands, CommandTools } from './commands';
import { pickReplacement } from './pickReplacement';
import { eachOf, replacingLines } from './translationChoices';

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
            return alone ? translations.flatMap(eachOf) : [replacingLines(translations)];
          },
        });
      },
    ),
  };
}

function sourcesIn({ document, selection }: vscode.TextEditor): readonly Line[] {
  return selection.isSingleLine ? [textIn(document, selection)] : linesIn(document, selection);
}
