/** `diff BEFORE AFTER FILE`: which lines of a text became more predictable from one run, or checkpoint, to another, and which less. */

import path from 'node:path';
import { type Command, Option } from 'commander';
import { expectationOf } from '../engine/evaluate/expectation';
import { ENCODINGS, type Encoding } from '../engine/text/encodings';
import { shortened } from '../engine/text/shortened';
import { plainName } from '../protocol/aboutRun';
import { type BehaviourChange, behaviourChange, type LineChange, mostChanged, perCharacter } from '../protocol/behaviourChange';
import { nameOf as runNamed } from '../runs/aboutFile';
import { ModelShelf } from '../runs/modelShelf';
import { folderOf, isCheckpointFile } from '../runs/runFolder';
import { TextFileError } from '../sources/textFileError';
import { fileText } from './givenText';
import { interruptible } from './interruption';
import { numberArgument } from './numberArgument';
import { grouped } from './report/words';

interface DiffFlags {
  readonly lines: number;
  readonly json?: boolean;
  readonly encoding?: Encoding;
}

export function addDiff(program: Command): void {
  program
    .command('diff')
    .description(
      'Tells which lines of a text became more predictable from one run to another, or from one checkpoint to another, and which less: bits a character of each line, its end included.',
    )
    .argument('<before>', 'The folder of a run, or a checkpoint in it.')
    .argument('<after>', 'Another one.')
    .argument('<file>', 'A text; - takes standard input.')
    .option(
      '--lines <count>',
      'So many lines of each kind, what changed most first.',
      numberArgument({ least: 1, most: 1_000_000, whole: true }),
      10,
    )
    .option('--json', 'One JSON object: every line.')
    .addOption(new Option('--encoding <name>', 'How a file is read that is not UTF-8 (default: as the first run says).').choices(ENCODINGS))
    .action(async (before: string, after: string, file: string, { lines, json, encoding }: DiffFlags) => {
      const text = await fileText(file, { run: before, ...(encoding && { encoding }) });
      const expectations = await expectationsOf([before, after], text);
      const change = behaviourChange(text, ...expectations);
      if (change.lines.length === 0)
        throw new TextFileError(`There is no line in ${file} that both could be held against. Give a text of more than one character.`);
      if (json) return console.log(JSON.stringify(change));
      const names = await Promise.all([before, after].map(nameOf));
      for (const line of inWords(change, text, names as [string, string], lines)) console.log(line);
    });
}

async function expectationsOf([before, after]: readonly [string, string], text: string) {
  const shelf = new ModelShelf();
  const { stop } = interruptible();
  const of = (run: string) => shelf.use(run, (model) => expectationOf(model, text, { stop }));
  try {
    return [await of(before), await of(after)] as const;
  } finally {
    await shelf.dispose();
  }
}

/** As it was named; of a checkpoint its file, too. */
async function nameOf(run: string): Promise<string> {
  const folder = folderOf(run);
  const name = await runNamed(folder);
  return isCheckpointFile(run) ? `${name} (${path.basename(run)})` : name;
}

function inWords(change: BehaviourChange, text: string, [before, after]: readonly [string, string], most: number): string[] {
  const { lines, characters, leftOut, formsDiffer } = change;
  const { more, less } = mostChanged(change);
  const told = (title: string, of: readonly LineChange[]) =>
    of.length === 0 ? [] : ['', `${title} (${counted(of.length)})`, HEAD, ...of.slice(0, most).map((line) => row(line, text))];
  return [
    `${before} → ${after}`,
    `${each(change.before, characters)} → ${each(change.after, characters)} bits/char (${signed(perCharacter(change))}) over ${grouped.format(characters)} characters in ${counted(lines.length)}`,
    ...(leftOut === 0
      ? []
      : [`${counted(leftOut)} left out: words in it are unknown to one of them, which does not spell them as the other one does.`]),
    ...(formsDiffer
      ? ['They read line ends, or letters with marks, in different forms: of lines with these the bits are of texts that differ a little.']
      : []),
    ...told('More predictable', more),
    ...told('Less predictable', less),
    ...(more.length + less.length === 0 ? ['', 'No line changed.'] : []),
  ];
}

const HEAD = '    line   change   before    after';

function row(line: LineChange, text: string): string {
  const { before, after, characters } = line;
  const bits = (value: number) => each(value, characters).padStart(9);
  const words = shortened(plainName(text.slice(line.from, line.to)));
  return `${grouped.format(line.line + 1).padStart(8)}${signed(perCharacter(line)).padStart(9)}${bits(before)}${bits(after)}   ${words}${line.unknown ? '   (with something that one of them does not know)' : ''}`;
}

const each = (bits: number, characters: number): string => (bits / Math.max(1, characters)).toFixed(3);
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
const counted = (lines: number): string => `${grouped.format(lines)} ${lines === 1 ? 'line' : 'lines'}`;
