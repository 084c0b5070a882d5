/** `export --run RUNDIR --format FORMAT --output PATH`: a run as something for elsewhere. */
import path from 'node:path';
import { type Command, Option } from 'commander';
import type { CheckpointName } from '../protocol/engineProtocol';
import { EXPORT_FORMATS, type ExportFormat, exportFormats } from '../protocol/exportFormats';
import { Baselines } from '../runs/baselines';
import { exportRun } from '../runs/exportRun';
import { evaluateFiles } from '../sources/evaluateFiles';
import { nearer } from './commandLine';
import { interruptible } from './interruption';
import { choosingCheckpoint, withModel } from './openedModel';

interface ExportFlags {
  readonly run: string;
  readonly checkpoint?: CheckpointName;
  readonly format: ExportFormat;
  readonly output: string;
  readonly evaluate?: readonly string[];
}

export function addExport(program: Command): void {
  const formats = Object.entries(EXPORT_FORMATS).map(([name, { into, purpose, also }]) => `${name}, a ${into}: ${purpose}. ${also}`);
  choosingCheckpoint(program.command('export'))
    .description('Writes a run as something for elsewhere.')
    .addOption(new Option('--format <format>', formats.join(' ')).choices(exportFormats).makeOptionMandatory())
    .requiredOption('--output <path>', 'Where to write it. A file that is there is replaced; a folder has to be new or empty.')
    .option('--evaluate <file...>', 'Of html: hold the model against these files first, and put in how well it does.')
    .action(async ({ run, checkpoint, format, output, evaluate }: ExportFlags) => {
      const files = evaluate?.map((file) => path.resolve(file));
      const following = interruptible();
      const evaluation = files && (await withModel({ run }, (model) => evaluateFiles(model, files, following)));
      const written = path.resolve(output);
      const tools = { baselines: new Baselines('anything'), following };
      await exportRun({ run: path.resolve(run), checkpoint, format, output: written, evaluation }, tools);
      console.log(`${EXPORT_FORMATS[format].label} written to ${nearer(written)}`);
    });
}
