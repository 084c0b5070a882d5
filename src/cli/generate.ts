/** `generate --run RUNDIR --prompt TEXT`: continues a text. */
import type { Command } from 'commander';
import { generate } from '../engine/abilities';
import type { GenerationOptions } from '../engine/results';
import { requireTask } from '../engine/tasks/taskError';
import { GENERATION } from '../protocol/answerOptions';
import { type EscapesFlag, fileText, takingEscapes, typedText, withoutLastLineEnd } from './givenText';
import { interruptible } from './interruption';
import { numberArgument } from './numberArgument';
import { type RunFlags, takingRun, warnOfUnknown, withModel } from './openedModel';

type GenerateFlags = Omit<GenerationOptions, 'prompt'> &
  RunFlags &
  EscapesFlag & { readonly json?: boolean; readonly prompt?: string; readonly promptFile?: string };

export function addGenerate(program: Command): void {
  const command = program.command('generate').description('Continues a text with a trained model, or draws new texts of a label.');
  takingEscapes(takingRun(command))
    .option('--prompt <text>', 'What to continue; - takes it from standard input, without the line end at its end.')
    .option('--prompt-file <file>', 'A file with what to continue, without the line end at its end.')
    .option('--label <label>', 'For a run of the task generate-from-label: whose texts to draw.')
    .option('--length <count>', 'How many characters, or words, to draw.', numberArgument(GENERATION.length), GENERATION.length.initial)
    .option(
      '--temperature <t>',
      '0 takes the likeliest one each time, 1 draws as the model believes, more is wilder.',
      numberArgument(GENERATION.temperature),
      GENERATION.temperature.initial,
    )
    .option(
      '--top-k <k>',
      'Draw only from the k likeliest characters or words; 0 from all.',
      numberArgument(GENERATION.topK),
      GENERATION.topK.initial,
    )
    .option(
      '--top-p <mass>',
      'Draw only from the smallest set of them with this probability; 1 from all.',
      numberArgument(GENERATION.topP),
      GENERATION.topP.initial,
    )
    .option(
      '--seed <number>',
      'The seed of the first continuation; each next one has the next.',
      numberArgument(GENERATION.seed),
      GENERATION.seed.initial,
    )
    .option('--count <n>', 'How many continuations.', numberArgument(GENERATION.count), 1)
    .option('--json', 'One JSON object a line: a continuation, with the probability of each character or word.')
    .action(async ({ run, checkpoint, encoding, json, prompt: typed, promptFile, escapes, ...drawing }: GenerateFlags) => {
      if (typed !== undefined && promptFile !== undefined) command.error('error: Give the prompt, or a file with it: not both.');
      const prompt =
        promptFile === undefined
          ? await typedText(typed ?? '', { run, encoding, escapes })
          : withoutLastLineEnd(await fileText(promptFile, { run, encoding }));
      const options = { ...drawing, prompt };
      const generation = await withModel({ run, checkpoint }, (model) => {
        if (options.label !== undefined) requireTask(model.experiment.task, ({ traceOptions }) => traceOptions.includes('label'));
        return generate(model, options, interruptible());
      });
      warnOfUnknown(generation.unknown);
      for (const { seed, text, characters } of generation.continuations) {
        if (json)
          console.log(
            JSON.stringify({ prompt: options.prompt, label: options.label, seed, text, characters, unknown: generation.unknown }),
          );
        else console.log(`${options.count > 1 ? `── seed ${seed} ──\n` : ''}${options.prompt}${text}`);
      }
    });
}
