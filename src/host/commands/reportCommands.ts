/** Export Report: a run as one page to keep or send. */
import { saveFile } from '../panels/saveFile';
import { askWithProgress } from './askWithProgress';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';

export function reportCommands({ picker, engine }: CommandTools): Commands {
  return {
    'unroll.exportReport': async (given) => {
      const run = await picker.pick(given, { ...TRAINED, fits: () => true, question: 'Export a report of which run?' });
      const page = await askWithProgress(engine, `Report of ${run.name}`, run.folder, 'report', {});
      await saveFile(`${run.name}.html`, new TextEncoder().encode(page));
    },
  };
}
