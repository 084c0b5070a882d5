/** `inspect clamp --run RUNDIR --text TEXT --clamp 'l0:h[3]=0'`: what if a unit, a gate, a state or a character were another? */

import type { Command } from 'commander';
import { type OpenTrace, openTrace } from '../../engine/abilities';
import type { LossChange, Nats } from '../../engine/inspect/interventions/lossChange';
import type { TextShape } from '../../engine/inspect/traceShape';
import type { Alternative, Continuation } from '../../engine/results';
import { inUnits, unitWords } from '../../engine/text/units';
import { GENERATION } from '../../protocol/answerOptions';
import { interruptible } from '../interruption';
import { numberArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
import { takingChanges } from './changeFlags';
import { numberOf } from './columnOf';
import { type InspectFlags, inspectedText, takingInspectedText } from './inspectedText';

interface ClampFlags extends InspectFlags {
  readonly label?: string;
  readonly length: number;
  readonly temperature: number;
  readonly seed: number;
}

export function addClamp(inspect: Command): void {
  const command = inspect
    .command('clamp')
    .description(
      'Reads a text with something changed, and says what that does to the loss and to what is written on, to the label or to the translation.',
    );
  const given = takingChanges(command);
  takingInspectedText(
    command,
    'One JSON object: the surprise in bits at each character and what is answered or written, both ways, and the nats.',
  )
    .option('--label <label>', 'For a run of generate-from-label: of which label the text is (default: the first).')
    .option('--length <count>', 'How much to write on; 0: nothing.', numberArgument({ ...GENERATION.length, least: 0 }), 100)
    .option('--temperature <t>', 'As of generate.', numberArgument(GENERATION.temperature), GENERATION.temperature.initial)
    .option('--seed <number>', 'The seed of both continuations.', numberArgument(GENERATION.seed), GENERATION.seed.initial)
    .action(async ({ label, json, length, temperature, seed, ...flags }: ClampFlags) => {
      if (given.length === 0) command.error("error: Say what to change, such as --clamp 'l0:h[3]=0'.");
      const words = await inspectedText(command, flags);
      const { told, text } = await withModel(flags, async (model) => {
        const following = interruptible();
        const plain = await openTrace(model, words, following, { label });
        const interventions = given.map((said) => said(plain.shape));
        const changed = await plain.changed(interventions, following);
        warnOfUnknown(changed.shape.unknown);
        const drawing = { length, temperature, seed, topK: 0, topP: 1, count: 1 };
        const writes = (model.stepper !== undefined || plain.shape.target !== undefined) && length > 0;
        const side = async (trace: OpenTrace) => ({
          surprise: await surpriseOf(trace),
          ...(trace.answers && { labels: trace.answers }),
          ...(writes && { continuation: (await trace.continuations(drawing, following))[0] as Continuation }),
        });
        const told = { interventions, loss: plain.lossChange(changed), plain: await side(plain), changed: await side(changed) };
        return { told, text: plain.shape.target ?? plain.shape.source };
      });
      if (json) console.log(JSON.stringify(told));
      else for (const line of lines(told, text)) console.log(line);
    });
}

function lines({ loss, plain, changed }: { loss: LossChange; plain: Side; changed: Side }, text: TextShape): string[] {
  const { total, after, answers } = loss;
  const say = (sentence: string) => inUnits(sentence, unitWords(text.units));
  if (plain.labels && changed.labels && answers) return labelLines(plain.labels, changed.labels, answers);
  return [
    say(total.characters > 0 ? `loss: ${nats(total)}` : 'The model is not asked for characters whose loss could be told.'),
    ...(after.characters > 0 && after.characters < total.characters
      ? [say(`from character ${numberOf(text, after.from)} on: ${nats(after)}`)]
      : []),
    ...(plain.continuation ? ['', '── as it is ──', plain.continuation.text] : []),
    ...(changed.continuation ? ['', '── changed ──', changed.continuation.text] : []),
  ];
}

interface Side {
  readonly continuation?: Continuation;
  readonly labels?: readonly Alternative[];
}

/** Of each label how likely it is both ways, and what that does to the loss if it is the right one. */
function labelLines(plain: readonly Alternative[], changed: readonly Alternative[], loss: readonly number[]): string[] {
  return [
    'as it is   changed   loss if it is right',
    ...plain.map(({ symbol, probability }, at) => {
      const after = changed.find((one) => one.symbol === symbol)?.probability ?? 0;
      const by = loss[at] as number;
      const [before, then] = [probability, after].map((share) => `${(100 * share).toFixed(1)} %`.padStart(8));
      return `${before}  ${then}   ${by < 0 ? '−' : '+'}${Math.abs(by).toFixed(3)} nats  ${symbol}`;
    }),
  ];
}

/** `+3.21 nats (45.10 → 48.31 at 23 characters)` */
function nats({ characters, plain, changed }: Nats): string {
  const by = changed - plain;
  return `${by < 0 ? '−' : '+'}${Math.abs(by).toFixed(3)} nats (${plain.toFixed(3)} → ${changed.toFixed(3)} at ${characters} characters)`;
}

async function surpriseOf(trace: OpenTrace): Promise<(number | null)[]> {
  const part = trace.shape.target ? 'target' : 'source';
  const { length } = trace.shape[part] as TextShape;
  const field = { kind: 'surprise' } as const;
  const { mean = new Float32Array() } = await trace.field({ part, from: 0, to: length, step: 1, field }, interruptible());
  return Array.from(mean, (bits) => (Number.isNaN(bits) ? null : bits));
}
