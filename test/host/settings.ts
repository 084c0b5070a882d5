/** What package.json says of each setting, as it follows from the schema of an experiment. */
import { experimentSchema } from '../../src/engine/experimentSchema';
import { rangeWords } from '../../src/engine/optionWords';
import type { TrainingSetting } from '../../src/protocol/trainingSettings';

/** What stands behind the words of the schema, in the editor alone. */
const MORE: Partial<Record<TrainingSetting, string>> = {
  cell: 'A path may be relative to the workspace folder. [Show the built-in cells](command:unroll.openCell).',
  device: '[Show what is here](command:unroll.showDevices).',
};
/** Its words say already what holds where it is not set. */
const SAID: ReadonlySet<TrainingSetting> = new Set(['keepCheckpoints']);
/** What holds where a choice is not made, if that is one of the choices whatever the task. */
const USUAL: Partial<Record<TrainingSetting, string>> = { lineEnds: 'as lf', normalization: 'as nfc' };
/** Choices that are names, and need no words. */
const NAMES: ReadonlySet<TrainingSetting> = new Set(['encoding']);
const FITS = 'what fits the task and the size of the text.';

export interface Setting {
  readonly type?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
}

interface Property {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

export function settingOf(name: TrainingSetting, { type, enum: values, minimum, exclusiveMinimum, maximum }: Property): Setting {
  const { description = '' } = experimentSchema.shape[name];
  const more = MORE[name] === undefined ? '' : ` ${MORE[name]}`;
  if (values) {
    if (NAMES.has(name)) return { type: 'string', default: 'auto', enum: values, markdownDescription: `${description}${more}` };
    // "What it is. one: what that is; other: what that is."
    const [what = '', ...each] = description.split(/\. |; /);
    const words = new Map([['auto', USUAL[name] ?? FITS], ...each.map((part) => part.split(': ') as [string, string])]);
    const all = [...new Set(['auto', ...values])];
    const enumDescriptions = all.map((value) => sentence(words.get(value) ?? `(${value} is not described)`));
    return { type: 'string', default: 'auto', enum: all, enumDescriptions, markdownDescription: `${what}.${more}` };
  }
  if (type === 'string') return { type, default: 'auto', markdownDescription: `${description}${more} auto: ${FITS}` };
  const bounds = { minimum, exclusiveMinimum, maximum: maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum };
  return {
    type: [type, 'null'],
    default: null,
    ...Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)),
    markdownDescription: `${description}${more} ${sentence(rangeWords(name) ?? '')}${SAID.has(name) ? '' : ` Not set: ${FITS}`}`,
  };
}

const sentence = (words: string) => `${words[0]?.toUpperCase()}${words.slice(1).replace(/\.$/, '')}.`;
