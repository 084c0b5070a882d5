/** `inspect clamp --run RUNDIR --text TEXT --clamp 'l0:h[3]=0'`: what if a unit, a gate, a state or a character were another? */
import { type Command, InvalidArgumentError } from 'commander';
import { type OpenTrace, openTrace } from '../../engine/abilities';
import type { Intervention, Span, Target } from '../../engine/inspect/interventions/intervention';
import type { LossChange, Nats } from '../../engine/inspect/interventions/lossChange';
import type { TextShape } from '../../engine/inspect/traceShape';
import type { Alternative, Continuation } from '../../engine/results';
import { GENERATION } from '../../protocol/answerOptions';
import { interruptible } from '../interruption';
import { characterArgument, numberArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
import { type InspectFlags, inspectedText, takingInspectedText } from './inspectedText';

interface ClampFlags extends InspectFlags {
  readonly label?: string;
  readonly length: number;
  readonly temperature: number;
  readonly seed: number;
}

const WHAT = 'WHAT is a layer, an activation of it and, in brackets, one of its units: l0:h[3], l1:z, l0:h[3]← where it reads backwards. ';
const TARGET =
  'In a translator changes are of what is read (the encoder); with target: before it, of what is written (the decoder): target:l0:h[3].';
const SPAN = '@4-10 after it says from which character to which; without it from the first to the end, and on while it writes.';

export function addClamp(inspect: Command): void {
  const command = inspect
    .command('clamp')
    .description(
      'Reads a text with something changed, and says what that does to the loss and to what is written on, to the label or to the translation.',
    )
    .addHelpText('after', `\n${WHAT}\n${TARGET}\n${SPAN}`);
  const given: Intervention[] = []; // in the order in which they are said
  const option = (flags: string, description: string, read: (words: string) => Intervention) =>
    command.option(flags, description, (words) => given.push(read(words)));
  option('--clamp <what=value@span>', 'Holds it at a value.', (words) => ({ kind: 'clamp', ...valued(words) }));
  option('--zero <what@span>', 'Silences it.', (words) => ({ kind: 'clamp', ...targeted(words), value: 0 }));
  option('--add <what=value@span>', 'Adds a value to it.', (words) => ({ kind: 'add', ...valued(words) }));
  option('--freeze <what@span>', 'Keeps the value that it has where the span begins.', (words) => ({ kind: 'freeze', ...targeted(words) }));
  option('--reset <character>', 'Reads on from that character as if the text began there.', (words) => {
    const [part, at] = partIn(words);
    return { kind: 'reset', ...part, at: characterArgument(at) };
  });
  option('--patch <at=of:text>', 'After character AT all states are those after character OF of another text.', patch);
  option('--edit <at=character>', 'Another character stands there.', edit);
  takingInspectedText(
    command,
    'One JSON object: the surprise in bits at each character and what is answered or written, both ways, and the nats.',
  )
    .option('--label <label>', 'For a run of generate-from-label: of which label the text is (default: the first).')
    .option('--length <characters>', 'How much to write on; 0: nothing.', numberArgument({ ...GENERATION.length, least: 0 }), 100)
    .option('--temperature <t>', 'As of generate.', numberArgument(GENERATION.temperature), GENERATION.temperature.initial)
    .option('--seed <number>', 'The seed of both continuations.', numberArgument(GENERATION.seed), GENERATION.seed.initial)
    .action(async ({ label, json, length, temperature, seed, ...flags }: ClampFlags) => {
      if (given.length === 0) command.error("error: Say what to change, such as --clamp 'l0:h[3]=0'.");
      const text = await inspectedText(command, flags);
      const told = await withModel(flags, async (model) => {
        const following = interruptible();
        const plain = await openTrace(model, text, following, { label });
        const changed = await plain.changed(given, following);
        warnOfUnknown(changed.shape.unknown);
        const drawing = { length, temperature, seed, topK: 0, topP: 1, count: 1 };
        const writes = (model.stepper !== undefined || plain.shape.target !== undefined) && length > 0;
        const side = async (trace: OpenTrace) => ({
          surprise: await surpriseOf(trace),
          ...(trace.answers && { labels: trace.answers }),
          ...(writes && { continuation: (await trace.continuations(drawing, following))[0] as Continuation }),
        });
        return { interventions: given, loss: plain.lossChange(changed), plain: await side(plain), changed: await side(changed) };
      });
      if (json) console.log(JSON.stringify(told));
      else for (const line of lines(told)) console.log(line);
    });
}

function lines({ loss, plain, changed }: { loss: LossChange; plain: Side; changed: Side }): string[] {
  const { total, after } = loss;
  if (plain.labels && changed.labels) return labelLines(plain.labels, changed.labels);
  return [
    total.characters > 0 ? `loss: ${nats(total)}` : 'The model is not asked for characters whose loss could be told.',
    ...(after.characters > 0 && after.characters < total.characters ? [`from character ${after.from + 1} on: ${nats(after)}`] : []),
    ...(plain.continuation ? ['', '── as it is ──', plain.continuation.text] : []),
    ...(changed.continuation ? ['', '── changed ──', changed.continuation.text] : []),
  ];
}

interface Side {
  readonly continuation?: Continuation;
  readonly labels?: readonly Alternative[];
}

/** Of each label how likely it is both ways, and what that does to the loss if it is the right one. */
function labelLines(plain: readonly Alternative[], changed: readonly Alternative[]): string[] {
  return [
    'as it is   changed   loss if it is right',
    ...plain.map(({ symbol, probability }) => {
      const after = changed.find((one) => one.symbol === symbol)?.probability ?? 0;
      const by = Math.log(probability) - Math.log(after);
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

/** `target:` before all else. */
function partIn(words: string): [{ readonly part?: 'target' }, string] {
  return words.startsWith('target:') ? [{ part: 'target' }, words.slice('target:'.length)] : [{}, words];
}

/** `l0:h[3]@4-10` */
function targeted(words: string): Target & Span {
  const [part, within] = partIn(words);
  const [, layer, name, backward, unit, from = '1', to] =
    /^l(\d+):([\p{L}\d_]+)(←)?(?:\[(\d+)\])?(?:@(\d+)(?:-(\d+))?)?$/u.exec(within) ?? [];
  if (layer === undefined || name === undefined)
    throw new InvalidArgumentError(`Give something like l0:h[3] or l0:h[3]@4-10, not ${words}.`);
  return {
    ...part,
    layer: Number(layer),
    direction: backward ? 'backward' : 'forward',
    name,
    ...(unit !== undefined && { unit: Number(unit) }),
    from: characterArgument(from),
    ...(to !== undefined && { to: Number(to) }),
  };
}

/** `l0:h[3]=0.5@4-10` */
function valued(words: string): Target & Span & { readonly value: number } {
  const [, what, value, span = ''] = /^([^=]+)=([^@]+)(@.+)?$/u.exec(words) ?? [];
  if (what === undefined || !Number.isFinite(Number(value)))
    throw new InvalidArgumentError(`Give something like l0:h[3]=0.5, not ${words}.`);
  return { ...targeted(what + span), value: Number(value) };
}

function patch(words: string): Intervention {
  const [part, within] = partIn(words);
  const [, at = '', of = '', text] = /^(\d+)=(\d+):(.+)$/su.exec(within) ?? [];
  if (text === undefined) throw new InvalidArgumentError(`Give something like 10=4:another text, not ${words}.`);
  return { kind: 'patch', ...part, at: characterArgument(at), of: characterArgument(of), text };
}

function edit(words: string): Intervention {
  const [part, within] = partIn(words);
  const [, at = '', character] = /^(\d+)=(.)$/su.exec(within) ?? [];
  if (character === undefined) throw new InvalidArgumentError(`Give something like 10=e, not ${words}.`);
  return { kind: 'edit', ...part, at: characterArgument(at), character };
}
