/** The words after `npm run bench --`. */
import { parseArgs } from 'node:util';
import { PEERS } from './peers';
import { type PeerName, SHAPES, type Shape } from './shapes';

export const PARTS = ['speed', 'ceiling', 'profile', 'growth', 'memory'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  readonly shapes: readonly Shape[];
  readonly peers: readonly PeerName[];
  readonly parts: readonly Part[];
  readonly rounds: number;
  readonly seconds: number;
  readonly resume: boolean;
  readonly write: boolean;
  readonly json: boolean;
  readonly python?: string;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `npm run bench -- [options]
  --shapes A,B     only these shapes: ${SHAPES.map(({ name }) => name).join(', ')}
  --peers A,B      only these, and ours: ${Object.keys(PEERS).join(', ')}
  --parts A,B      only these parts: ${PARTS.join(', ')}
  --rounds N       rounds, each by all in turn (5)
  --seconds S      seconds of one round (1)
  --resume         go on with what the last run did not finish
  --write          put the tables into BENCHMARKS.md
  --json           print everything that was measured as JSON
  --python FILE    a Python with PyTorch and NumPy (/usr/bin/python3, else python3)`;

/** @throws UsageError */
export function readOptions(words: readonly string[]): Options {
  const { values } = parse(words);
  if (values.help) throw new UsageError(USAGE);
  const shapes = chosen(
    'shape',
    SHAPES.map(({ name }) => name),
    values.shapes,
  );
  const peers = chosen('peer', Object.keys(PEERS) as PeerName[], values.peers);
  return {
    shapes: SHAPES.filter(({ name }) => shapes.includes(name)),
    peers: peers.includes('unroll') ? peers : ['unroll', ...peers],
    parts: chosen('part', PARTS, values.parts),
    rounds: number('rounds', values.rounds, 5),
    seconds: number('seconds', values.seconds, 1),
    resume: values.resume ?? false,
    write: values.write ?? false,
    json: values.json ?? false,
    python: values.python,
  };
}

function parse(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const lists = { shapes: text, peers: text, parts: text };
  try {
    return parseArgs({
      args: [...words],
      options: { ...lists, rounds: text, seconds: text, python: text, resume: flag, write: flag, json: flag, help: flag },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function chosen<Name extends string>(what: string, all: readonly Name[], list: string | undefined): readonly Name[] {
  if (list === undefined) return all;
  const names = list.split(',');
  const unknown = names.filter((name) => !(all as readonly string[]).includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no ${what} ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  return all.filter((name) => names.includes(name));
}

function number(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (value > 0 && (name !== 'rounds' || Number.isInteger(value))) return value;
  throw new UsageError(`--${name} ${text} is not a number that can be measured with.`);
}
