/** Export Report: a run as one page to keep or send. */
import { saveFile } from '../panels/saveFile';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';

export function reportCommands({ picker, engine }: CommandTools): Commands {
  return {
    'unroll.exportReport': async (given) => {
      const run = await picker.pick(given, { ...TRAINED, fits: () => true, question: 'Export a report of which run?' });
      const page = new TextEncoder().encode(await engine.api.htmlReport(run.folder));
      await saveFile(`${run.name}.html`, page);
    },
  };
}
