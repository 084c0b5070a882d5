/** Translate Selection: a line has several translations to choose from; of several lines, each is replaced by its best. */
import type * as vscode from 'vscode';
import type { Translation } from '../../engine/results';
import type { LastEditor } from '../editors/lastEditor';
import { type Line, linesIn, textIn } from '../editors/lines';
import type { EngineProcess } from '../engineProcess';
import { translationSettings } from '../workspace/settings';
import type { Commands } from './commandWrapper';
import { pickReplacement, type ReplacementChoice } from './pickReplacement';
import { type RunPicker, trainedFor } from './pickRun';

export function translateCommands(picker: RunPicker, engine: EngineProcess, lastEditor: LastEditor): Commands {
  return {
    'unroll.translate': async (given) => {
      const run = await picker.pick(given, { ...trainedFor('translate'), question: 'Translate with which run?' });
      const editor = lastEditor.get();
      const lines = sourcesIn(editor);
      await pickReplacement(editor, {
        engine,
        folder: run.folder,
        title: 'Translate Selection',
        placeholder:
          lines.length === 1 ? 'Translations, best first; Enter replaces the source' : 'Enter replaces each line by its translation',
        choices: async () => {
          const sources = lines.map(({ text }) => text);
          return choicesOf(await engine.api.translate(run.folder, sources, translationSettings()), lines);
        },
      });
    },
  };
}

function sourcesIn({ document, selection }: vscode.TextEditor): readonly Line[] {
  return selection.isSingleLine ? [textIn(document, selection)] : linesIn(document, selection);
}

function choicesOf(translations: readonly Translation[], lines: readonly Line[]): readonly ReplacementChoice[] {
  const [only] = translations;
  const [line] = lines;
  if (translations.length === 1 && only && line) {
    return only.hypotheses.map(({ text, score }) => ({
      label: text || '(an empty text)',
      description: `score ${score.toFixed(2)}`,
      replacements: [{ range: line.range, text }],
    }));
  }
  const replacements = translations.flatMap(({ source, hypotheses: [best] }, at) => {
    const range = lines[at]?.range;
    return best && range ? [{ range, text: best.text, source }] : [];
  });
  const [first] = replacements;
  return [{ label: `Replace ${replacements.length} lines`, detail: first && `${first.source} → ${first.text} …`, replacements }];
}
