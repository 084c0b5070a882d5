/** An encoder and a decoder compiled for sources up to some length: the source is read, then the target one symbol at a time. */
import type { Executable, Numbers } from '../backend';
import { GraphBuilder } from '../graph/graphBuilder';
import { attend, type Memory, memorySlots } from '../model/attention';
import { encode } from '../model/encoderDecoder';
import type { Model } from '../model/model';
import { head } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import { parameterViews } from '../model/parameterViews';
import { type Stack, stacksOf } from '../model/stack';
import type { Choice, Expectation, SideBySide } from './beamSearch';
import { Branches } from './branches';
import { logSoftmax } from './logSoftmax';
import { paddedTexts, rowOf } from './paddedTexts';

export interface TranslatorStep extends Expectation {
  /** With attention: the weight of each source position (S). */
  readonly alignment?: Numbers;
}

const MEMORY = ['values', 'keys', 'mask'] as const satisfies readonly (keyof Memory)[];
/** What the encoder hands over, by name. */
const initialName = (layer: number, state: string) => `initial.${layer}.${state}`;
const memoryName = (part: keyof Memory) => `memory.${part}`;

export class Translator implements SideBySide<TranslatorStep> {
  private constructor(
    private readonly shape: NetworkShape,
    private readonly encoder: Executable,
    private readonly decoder: Branches,
    private readonly window: number,
  ) {}

  /** @param width texts at once. @param window symbols of a source at most, its end among them */
  static async open(model: Model, width: number, window: number): Promise<Translator> {
    const decoder = await openDecoder(model, width, window);
    return new Translator(model.shape, await openEncoder(model, width, window), decoder, window);
  }

  /** Reads the sources, one for each row: at most `width`. */
  async begin(sources: readonly Uint32Array[]): Promise<void> {
    const [outputs = {}] = await this.encoder.run([paddedTexts(sources, this.decoder.width, this.window)]);
    this.decoder.restart((layer, state) => outputs[initialName(layer, state)] as Numbers);
    if (this.shape.attention !== 'none')
      this.decoder.write(Object.fromEntries(MEMORY.map((part) => [memoryName(part), outputs[memoryName(part)] as Numbers])));
  }

  async step(choices: readonly Choice[]): Promise<TranslatorStep[]> {
    const { logits, alignment } = await this.decoder.step(choices);
    return choices.map((_, row) => ({
      logProbabilities: logSoftmax(rowOf(logits as Numbers, this.shape.targets, row)),
      ...(alignment && { alignment: rowOf(alignment, this.window, row) }),
    }));
  }

  dispose(): void {
    this.encoder.dispose();
    this.decoder.dispose();
  }
}

async function openEncoder({ shape, weights, backend }: Model, width: number, window: number): Promise<Executable> {
  const builder = new GraphBuilder();
  const slots = parameterSlots(shape);
  const parameters = parameterViews(builder, slots);
  const mask = builder.input('mask', window * width, 1);
  const encoded = encode(builder, shape, parameters, { tokens: builder.input('tokens', window * width, 1), mask, window });
  shape.cells.forEach(({ states }, layer) => {
    for (const state of states) builder.output(initialName(layer, state), encoded.initial(layer, state));
  });
  const { memory } = encoded;
  if (memory) for (const part of MEMORY) builder.output(memoryName(part), memory[part]);
  const executable = await backend.compile(builder.build());
  executable.write(toSlots(slots, weights));
  return executable;
}

async function openDecoder(model: Model, width: number, window: number): Promise<Branches> {
  const { shape } = model;
  const [, stack] = stacksOf(shape) as [Stack, Stack];
  return await Branches.open(model, stack, width, (builder, parameters, outputs) => {
    if (shape.attention === 'none') return builder.output('logits', head(builder, parameters, outputs));
    const sizes = memorySlots(shape, width, window);
    const kept = (part: keyof Memory) => builder.slot(memoryName(part), sizes[part].rows, sizes[part].columns);
    const attended = attend(builder, shape, parameters, { values: kept('values'), keys: kept('keys'), mask: kept('mask') }, outputs);
    builder.output('logits', head(builder, parameters, attended.outputs));
    builder.output('alignment', attended.alignment);
  });
}
