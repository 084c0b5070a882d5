/** What a trained run is for, in its panel: to continue a text or write for a label, to look inside while it reads, to be held against a file. */
import * as vscode from 'vscode';
import { inspectPassage, promptPassage } from '../editors/passage';
import { resourcesOf } from '../workspace/trainingSource';
import type { Commands, CommandTools } from './commands';
import { TRAINED, trainedFor } from './pickRun';

export function modelCommands({ picker, panels, engine, lastEditor }: CommandTools): Commands {
  return {
    'unroll.generate': async (given) => {
      const run = await picker.pick(given, {
        ...trainedFor('language-model'),
        question: 'Generate with which run?',
        command: 'unroll.generate',
      });
      const editor = lastEditor.find();
      panels.open(run.folder).show('continuations', editor && promptPassage(editor));
    },
    'unroll.generateFromLabel': async (given) => {
      const run = await picker.pick(given, {
        ...trainedFor('generate-from-label'),
        question: 'Generate with which run?',
        command: 'unroll.generateFromLabel',
      });
      const labels = engine.ask(run.folder, 'labels', {});
      const label = await vscode.window.showQuickPick(labels, { title: 'Generate from Label', placeHolder: 'The label to write for' });
      if (label === undefined) throw new vscode.CancellationError();
      panels.open(run.folder).showLabel(label);
    },
    'unroll.inspect': async (given) => {
      const run = await picker.pick(given, { ...TRAINED, question: 'Look inside which run?', command: 'unroll.inspect' });
      const editor = lastEditor.find();
      panels.open(run.folder).show('inside', editor && inspectPassage(editor));
    },
    'unroll.evaluate': async (given, selected) => {
      const run = await picker.pick(given, { ...TRAINED, question: 'Evaluate which run?', command: 'unroll.evaluate' });
      await panels.open(run.folder).evaluate(resourcesOf(given, selected));
    },
  };
}
