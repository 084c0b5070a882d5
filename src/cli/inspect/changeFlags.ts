/** What is changed while a text is read, as flags say it: `--clamp 'l0:h[3]=0@4-10'`. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Intervention, Span, Target } from '../../engine/inspect/interventions/intervention';
import { characterArgument } from '../numberArgument';

const WHAT = 'WHAT is a layer, an activation of it and, in brackets, one of its units: l0:h[3], l1:z, l0:h[3]← where it reads backwards. ';
const TARGET =
  'In a translator changes are of what is read (the encoder); with target: before it, of what is written (the decoder): target:l0:h[3].';
const SPAN = '@4-10 after it says from which character to which; without it from the first to the end, and on while it writes.';

/** `--clamp`, `--zero`, `--add`, `--freeze`, `--reset`, `--patch`, `--edit`. @returns what they say, in their order, once they are read */
export function takingChanges(command: Command): readonly Intervention[] {
  const given: Intervention[] = [];
  command.addHelpText('after', `\n${WHAT}\n${TARGET}\n${SPAN}`);
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
  return given;
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
