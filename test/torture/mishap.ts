/**
 * A disk on which the n-th call that changes something fails, writes too little, or kills or stops the process. It stands
 * where Node calls the system (the binding under node:fs), so whatever the product and Node do above that is put to the
 * test, and neither has to know of it. Works in this process, or in a child by mishapInChild.ts.
 */
import { tmpdir } from 'node:os';

/** What the system says. */
export const FAILURES = ['ENOSPC', 'EROFS', 'EIO', 'EACCES'] as const;
export type Failure = (typeof FAILURES)[number];

/**
 * short: half of the bytes are written, and that is said. torn: half are written, then the disk is full. killed: before the
 * call, after it, or in its middle; stopped: until somebody sends SIGCONT.
 */
export type What = Failure | 'short' | 'torn' | 'killed before' | 'killed after' | 'killed within' | 'stopped';

export interface Mishap {
  /** The number of the call, from 1; infinite where calls are only counted. */
  readonly at: number;
  readonly what: What;
  /** Whether all calls after it fail too. */
  readonly lasting?: boolean;
  /** Only such calls are counted, as they are told: by default all on paths below the folder for temporary files. */
  readonly on?: RegExp;
}

export interface Calls {
  /** Each as “rename …/last.safetensors”, in order. */
  readonly made: readonly string[];
  /** Where something happened. */
  readonly struck: readonly string[];
}

type Anything = (...given: unknown[]) => unknown;
interface Handle {
  readonly fd: number;
  close(): Promise<void>;
}
type Binding = Record<string, Anything> & { FileHandle: { prototype: Handle } };

const CHANGING = 0b11 | 0o100; // O_WRONLY, O_RDWR, O_CREAT
/** Calls by the path that they are given first, or second; and where it is a file that is open, by its number. */
const BY_PATH = ['rename', 'unlink', 'rmdir', 'mkdir', 'mkdtemp', 'utimes', 'chmod'] as const;
const BY_SECOND_PATH = ['copyFile', 'link', 'symlink'] as const;
const BY_NUMBER = ['writeBuffer', 'writeBuffers', 'writeString', 'fsync', 'fdatasync', 'ftruncate', 'futimes'] as const;

const bindingOf = process as unknown as { binding(name: 'fs'): Binding };
/** What is open for writing: numbers and paths. */
const open = new Map<number, string>();
let current: { mishap: Mishap; made: string[]; struck: string[] } | undefined;
let installed = false;

/** From now on, until `disarm`. */
export function arm(mishap: Mishap): Calls {
  if (!installed) install(bindingOf.binding('fs'));
  installed = true;
  current = { mishap, made: [], struck: [] };
  return current;
}

export function disarm(): void {
  current = undefined;
}

function install(binding: Binding): void {
  const { openFileHandle } = binding;
  binding.openFileHandle = async (...given) => {
    const [file, flags] = given as [string, number];
    const opened = async () => {
      const handle = (await (openFileHandle as Anything).apply(binding, given)) as Handle;
      if (flags & CHANGING) open.set(handle.fd, file);
      return handle;
    };
    return flags & CHANGING ? await meeting({ name: 'open', file, given }, opened) : await opened();
  };
  for (const name of BY_PATH) wrap(binding, name, ([file]) => file as string);
  for (const name of BY_SECOND_PATH) wrap(binding, name, ([, file]) => file as string);
  for (const name of BY_NUMBER) wrap(binding, name, ([fd]) => open.get(fd as number));
  const { prototype } = binding.FileHandle;
  const { close } = prototype;
  prototype.close = function (this: Handle) {
    const file = open.get(this.fd);
    open.delete(this.fd);
    if (file === undefined) return close.call(this);
    // A file is closed even where the system complains.
    return meeting({ name: 'close', file, given: [] }, () => close.call(this), true) as Promise<void>;
  };
}

function wrap(binding: Binding, name: string, fileOf: (given: unknown[]) => string | undefined): void {
  const real = binding[name];
  if (!real) return; // Not every version of Node has each.
  binding[name] = (...given) => {
    const file = fileOf(given);
    const call = (changed = given) => real.apply(binding, changed);
    return file === undefined ? call() : meeting({ name, file, given }, call);
  };
}

interface Call {
  readonly name: string;
  readonly file: string;
  readonly given: unknown[];
}

/** Lets a call through, or not. @param anyway whether it is made though it is said to fail */
function meeting({ name, file, given }: Call, call: (given?: unknown[]) => unknown, anyway = false): unknown {
  const { on = BELOW_TEMPORARY } = current?.mishap ?? {};
  const told = `${name} ${file}`;
  if (!current || !on.test(told)) return call();
  const { mishap, made, struck } = current;
  made.push(told);
  const { at, what, lasting = false } = mishap;
  if (made.length < at || (made.length > at && !lasting)) return call();
  struck.push(told);
  const half = name === 'writeBuffer' ? halved(given) : undefined;
  const refuse = (code: Failure) => (anyway ? after(call(), () => fail(code, name, file)) : failing(code, { name, file, given }));
  switch (what) {
    case 'short':
      return call(half);
    case 'torn':
      if (!half || made.length > at) return refuse('ENOSPC');
      return after(call(half), () => fail('ENOSPC', name, file));
    case 'killed before':
      return die();
    case 'killed within':
      return after(half ? call(half) : undefined, die);
    case 'killed after':
      return after(call(), die);
    case 'stopped':
      process.kill(process.pid, 'SIGSTOP');
      return call();
    default:
      return refuse(what);
  }
}

const BELOW_TEMPORARY = new RegExp(`^\\w+ ${tmpdir().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`);

/** (fd, buffer, offset, length, …) with half of the length, and at least a byte. */
function halved([fd, buffer, offset, length, ...rest]: unknown[]): unknown[] {
  return [fd, buffer, offset, Math.max(1, (length as number) >> 1), ...rest];
}

function after(result: unknown, then: () => never): unknown {
  return result instanceof Promise ? result.then(then) : then();
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('It is dead.');
}

function fail(code: string, syscall: string, path: string): never {
  throw Object.assign(new Error(`${code}: injected, ${syscall} '${path}'`), { code, syscall, path });
}

/** As the call would have: by a promise, by a callback, or at once. */
function failing(code: Failure, { name, file, given }: Call): unknown {
  const last = given.findLast((each) => each !== undefined);
  if (typeof last === 'symbol' || name === 'open') return Promise.reject(errorOf(code, name, file));
  if (typeof last !== 'object' || last === null || !('oncomplete' in last)) return fail(code, name, file);
  setImmediate(() => (last.oncomplete as (error: unknown) => void)(errorOf(code, name, file)));
  return undefined;
}

function errorOf(code: string, name: string, file: string): unknown {
  try {
    return fail(code, name, file);
  } catch (error) {
    return error;
  }
}
