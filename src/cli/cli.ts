/** The command line: the same engine without an editor. Exit codes: 0 done, 1 a stated error, 2 wrong usage, 128 and more ended by a signal. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { version } from '../../package.json';
import { addCells } from './cells';
import { addClassify } from './classify';
import { addCompare } from './compare';
import { addDevices } from './devices';
import { addDiff } from './diff';
import { addEvaluate } from './evaluate';
import { addExport } from './export';
import { addFill } from './fill';
import { addGenerate } from './generate';
import { addImport } from './import';
import { addInspect } from './inspect/inspect';
import { addResume } from './resume';
import { addScore } from './score';
import { addSweep } from './sweep';
import { addTag } from './tag';
import { addTrace } from './trace';
import { addTrain } from './train';
import { addTranslate } from './translate';

const program = new Command('unroll')
  .description('Write a recurrence as on a whiteboard, train it on a text, look inside it.')
  .version(version, '--version', 'The version of Unroll.')
  .enablePositionalOptions() // what stands after a command is that command's: inspect takes --json, and so do those below it
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`unroll: ${text.replace(/^error: /, '')}`) })
  .showHelpAfterError('Say `unroll --help`, or --help after a command.');
for (const add of [
  addTrain,
  addResume,
  addSweep,
  addCompare,
  addGenerate,
  addClassify,
  addFill,
  addTranslate,
  addTag,
  addEvaluate,
  addScore,
  addDiff,
  addTrace,
  addInspect,
  addExport,
  addImport,
  addDevices,
  addCells,
])
  add(program);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  // Whoever read us has read enough. Training ends well (it listens), all else at once.
  if (!process.emit('SIGPIPE')) process.exit();
});

program.parseAsync().catch((error: unknown) => {
  // Of an argument that is looked at when the command runs already: the parser has told the others.
  if (error instanceof InvalidArgumentError) process.stderr.write(`unroll: ${error.message}\n`);
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`unroll: ${message.replace(/\p{Cc}+/gu, ' ')}\n`); // a name from a file may hold what moves a terminal
  process.exitCode = 1;
});
