/** What is changed while a text is read, as flags say it: `--clamp 'l0:h[3]=0@4-10'`. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Intervention, Span, Target } from '../../engine/inspect/interventions/intervention';
import type { TextShape, TraceShape } from '../../engine/inspect/traceShape';
import { MOST_VALUE } from '../../protocol/interventionSchema';
import { characterArgument, numberArgument } from '../numberArgument';
import { columnOf, leadOf } from './columnOf';

const WHAT = 'WHAT is a layer, an activation of it and, in brackets, one of its units: l0:h[3], l1:z, l0:h[3]← where it reads backwards. ';
const TARGET =
  'In a translator changes are of what is read (the encoder); with target: before it, of what is written (the decoder): target:l0:h[3].';
const SPAN = '@4-10 after it says from which character to which; without it from the first to the end, and on while it writes.';

/** A change as it is said; of which columns it is, is known with the text. @throws FieldError for a character that the text has not */
export type SaidChange = (shape: TraceShape) => Intervention;

/** `--clamp`, `--zero`, `--add`, `--freeze`, `--reset`, `--patch`, `--edit`. @returns what they say, in their order, once they are read */
export function takingChanges(command: Command): readonly SaidChange[] {
  const given: SaidChange[] = [];
  command.addHelpText('after', `\n${WHAT}\n${TARGET}\n${SPAN}`);
  const option = (flags: string, description: string, read: (words: string) => SaidChange) =>
    command.option(flags, description, (words) => given.push(read(words)));
  option('--clamp <what=value@span>', 'Holds it at a value.', (words) => {
    const [where, value] = valued(words);
    return (shape) => ({ kind: 'clamp', ...where(shape), value });
  });
  option('--zero <what@span>', 'Silences it.', (words) => {
    const where = targeted(words);
    return (shape) => ({ kind: 'clamp', ...where(shape), value: 0 });
  });
  option('--add <what=value@span>', 'Adds a value to it.', (words) => {
    const [where, value] = valued(words);
    return (shape) => ({ kind: 'add', ...where(shape), value });
  });
  option('--freeze <what@span>', 'Keeps the value that it has where the span begins.', (words) => {
    const where = targeted(words);
    return (shape) => ({ kind: 'freeze', ...where(shape) });
  });
  option('--reset <character>', 'Reads on from that character as if the text began there.', reset);
  option('--patch <at=of:text>', 'After character AT all states are those after character OF of another text.', patch);
  option('--edit <at=character>', 'Another character, or word, stands there.', edit);
  return given;
}

interface Inside {
  readonly part?: 'target';
}

/** `target:` before all else. */
function partIn(words: string): [Inside, string] {
  return words.startsWith('target:') ? [{ part: 'target' }, words.slice('target:'.length)] : [{}, words];
}

/** The text that is meant. One that the model does not write is refused by the engine: any will do. */
const textOf = ({ source, target }: TraceShape, { part }: Inside): TextShape => (part === 'target' && target) || source;

/** `l0:h[3]@4-10`; without a span from the first column on, which may be a boundary. */
function targeted(words: string): (shape: TraceShape) => Target & Span {
  const [part, within] = partIn(words);
  const [, layer, name, backward, unit, from, to] = /^l(\d+):([\p{L}\d_]+)(←)?(?:\[(\d+)\])?(?:@(\d+)(?:-(\d+))?)?$/u.exec(within) ?? [];
  if (layer === undefined || name === undefined)
    throw new InvalidArgumentError(`Give something like l0:h[3] or l0:h[3]@4-10, not ${words}.`);
  const first = from === undefined ? undefined : characterArgument(from);
  return (shape) => {
    const text = textOf(shape, part);
    return {
      ...part,
      layer: Number(layer),
      direction: backward ? 'backward' : 'forward',
      name,
      ...(unit !== undefined && { unit: Number(unit) }),
      from: first === undefined ? 0 : columnOf(text, first),
      ...(to !== undefined && { to: Number(to) + leadOf(text) }),
    };
  };
}

/** `l0:h[3]=0.5@4-10` */
function valued(words: string): [ReturnType<typeof targeted>, number] {
  const [, what, value = '', span = ''] = /^([^=]+)=([^@]+)(@.+)?$/u.exec(words) ?? [];
  if (what === undefined || Number.isNaN(Number(value))) throw new InvalidArgumentError(`Give something like l0:h[3]=0.5, not ${words}.`);
  return [targeted(what + span), numberArgument({ least: -MOST_VALUE, most: MOST_VALUE, whole: false })(value)];
}

function reset(words: string): SaidChange {
  const [part, within] = partIn(words);
  const at = characterArgument(within);
  return (shape) => ({ kind: 'reset', ...part, at: columnOf(textOf(shape, part), at) });
}

function patch(words: string): SaidChange {
  const [part, within] = partIn(words);
  const [, place = '', ofPlace = '', other] = /^(\d+)=(\d+):(.+)$/su.exec(within) ?? [];
  if (other === undefined) throw new InvalidArgumentError(`Give something like 10=4:another text, not ${words}.`);
  const [at, of] = [characterArgument(place), characterArgument(ofPlace)];
  return (shape) => {
    const text = textOf(shape, part);
    // The other text is read in the same way.
    return { kind: 'patch', ...part, at: columnOf(text, at), of: of + leadOf(text), text: other };
  };
}

function edit(words: string): SaidChange {
  const [part, within] = partIn(words);
  const [, place = '', character] = /^(\d+)=(.+)$/su.exec(within) ?? [];
  if (character === undefined) throw new InvalidArgumentError(`Give something like 10=e, not ${words}.`);
  const at = characterArgument(place);
  return (shape) => ({ kind: 'edit', ...part, at: columnOf(textOf(shape, part), at), character });
}
