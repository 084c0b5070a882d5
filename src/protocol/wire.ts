/**
 * How birpc's messages cross. Structured clone, to the engine process, keeps everything but an error's name. JSON, to a
 * panel (VS Code takes typed arrays out, and puts them back), also loses NaN, infinities, and undefined in a list.
 */

/** birpc's field for an error; the others carry arguments and results. */
interface Message {
  readonly e?: unknown;
}

interface Facts {
  readonly name: string;
  readonly message: string;
}

export const overClone = {
  /** An answer takes as long as it takes. */
  timeout: -1,
  serialize: (message: Message): Message => (message.e === undefined ? message : { ...message, e: factsOf(message.e) }),
  deserialize: (message: Message): Message => (message.e === undefined ? message : { ...message, e: errorOf(message.e) }),
};

export const overJson = {
  ...overClone,
  serialize: (message: Message): unknown => spelt(overClone.serialize(message)),
  deserialize: (message: unknown): Message => overClone.deserialize(read(message) as Message),
};

const factsOf = (error: unknown): Facts =>
  error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };

/** Of whatever a panel sends in the place of facts, too. */
function errorOf(facts: unknown): Error {
  const { name, message }: Partial<Record<keyof Facts, unknown>> = Object(facts);
  const error = new Error(typeof message === 'string' ? message : 'It was not said why.');
  if (typeof name === 'string') error.name = name;
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** What JSON has no word for, by the word that stands for it. */
const WORDS = new Map<unknown, string>([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
  [undefined, 'undefined'],
]);
const MEANINGS = new Map([...WORDS].map(([value, word]) => [word, value]));

function spelt(value: unknown): unknown {
  const word = WORDS.get(value);
  if (word !== undefined) return { $: word };
  if (Array.isArray(value)) return value.map(spelt);
  if (!isPlain(value)) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, spelt(field)]));
}

function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (!isPlain(value)) return value;
  const { $: word } = value;
  if (typeof word === 'string' && MEANINGS.has(word)) return MEANINGS.get(word);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, read(field)]));
}

/** Typed arrays and what holds their numbers go as they are. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer);
