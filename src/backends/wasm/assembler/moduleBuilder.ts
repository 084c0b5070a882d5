/** Puts functions together into a WebAssembly module over one imported memory. */
import { FunctionBuilder } from './functionBuilder';
import { I32, unsignedLeb } from './instructions';
import { type Bytes, join } from './join';

const PAGE = 65536;

interface WrittenFunction {
  readonly name: string;
  readonly parameters: number;
  readonly entry: Uint8Array;
  readonly exported: boolean;
}

export class ModuleBuilder {
  private readonly functions: WrittenFunction[] = [];

  constructor(
    private readonly relaxedSimd: boolean,
    private readonly threads = 1,
  ) {}

  /** Adds a function of so many addresses and returns its index. */
  add(name: string, parameters: number, write: (builder: FunctionBuilder) => void, exported = false): number {
    const builder = new FunctionBuilder(parameters, this.relaxedSimd);
    write(builder);
    return this.functions.push({ name, parameters, entry: builder.finish(), exported }) - 1;
  }

  build(memoryBytes: number): Uint8Array<ArrayBuffer> {
    const arities = [...new Set(this.functions.map(({ parameters }) => parameters))];
    const exported = this.functions.flatMap((each, index) => (each.exported ? [[...text(each.name), 0, ...unsignedLeb(index)]] : []));
    return join([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, list(arities.map((count) => [0x60, ...unsignedLeb(count), ...new Array<number>(count).fill(I32), 0]))),
      section(2, list([[...text('unroll'), ...text('memory'), 2, ...this.limits(pagesOf(memoryBytes))]])),
      section(3, list(this.functions.map(({ parameters }) => unsignedLeb(arities.indexOf(parameters))))),
      section(7, list(exported)),
      section(10, list(this.functions.map(({ entry }) => entry))),
      section(0, join([text('name'), section(1, list(this.functions.map(({ name }, index) => join([unsignedLeb(index), text(name)]))))])),
    ]);
  }

  /** Shared memory must say how far it may grow. */
  private limits(pages: number): number[] {
    return this.threads > 1 ? [3, ...unsignedLeb(pages), ...unsignedLeb(pages)] : [0, ...unsignedLeb(pages)];
  }
}

export function pagesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / PAGE));
}

function text(value: string): number[] {
  const bytes = [...value].map((character) => character.charCodeAt(0));
  return [...unsignedLeb(bytes.length), ...bytes];
}

function list(items: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  return join([unsignedLeb(items.length), ...items]);
}

function section(id: number, content: Bytes): Uint8Array<ArrayBuffer> {
  return join([[id], unsignedLeb(content.length), content]);
}
