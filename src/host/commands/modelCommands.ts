/** What a trained run is for: to continue a text, and to look inside while it reads one. */
import type { LastEditor } from '../editors/lastEditor';
import { inspectPassage, promptPassage } from '../editors/passage';
import type { RunPanels } from '../panels/runPanels';
import type { Commands } from './commandWrapper';
import { type RunPicker, TRAINED } from './pickRun';

export function modelCommands(picker: RunPicker, panels: RunPanels, lastEditor: LastEditor): Commands {
  return {
    'unroll.generate': async (given) => {
      const run = await picker.pick(given, { ...TRAINED, question: 'Generate with which run?' });
      const editor = lastEditor.find();
      panels.open(run.folder).show('continuations', editor && promptPassage(editor));
    },
    'unroll.inspect': async (given) => {
      const run = await picker.pick(given, { ...TRAINED, question: 'Look inside which run?' });
      const editor = lastEditor.find();
      panels.open(run.folder).show('inside', editor && inspectPassage(editor));
    },
  };
}
