// What one run remembers of the text: the panel's own, or one that is laid beside it.
import { batch, signal } from '@preact/signals';
import type { Eigenvalues } from '../../../../../src/engine/inspect/memory/eigenvalues';
import type { GradientsBack } from '../../../../../src/engine/inspect/memory/memory';
import type { AskOptions } from '../../../../../src/protocol/asking';
import type { Answer, Arguments } from '../../../../../src/protocol/queries';
import type { Palette } from '../../../../charts/palette';

type MemoryKind = 'gradientsBack' | 'eigenvalues' | 'largestEigenvalues' | 'lyapunovExponents';

/** Asks about the text that is looked into. */
export type AskOfText = <K extends MemoryKind>(
  kind: K,
  given: Omit<Arguments<K>, 'trace'>,
  options?: AskOptions<Answer<K>>,
) => Promise<Answer<K>>;

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Losses go back so far. */
const REACH = 128;
/** More of a text says nothing more about how fast it is forgotten. */
const MOST = 4096;

export class MemorySide {
  readonly gradients = signal<GradientsBack>();
  /** Of each layer, over the text. */
  readonly exponents = signal<readonly Float64Array[]>([]);
  /** Of each layer, of the step that reads the character at the crosshair. */
  readonly eigenvalues = signal<{ readonly at: number; readonly layers: readonly Eigenvalues[] }>();
  /** Of each layer, at each character in sight. */
  readonly largest = signal<{ readonly from: number; readonly layers: readonly Float32Array[] }>();

  constructor(
    readonly name: string,
    readonly colour: keyof Palette,
    private readonly askOfText: AskOfText,
    private readonly close = () => {},
  ) {}

  /** What was told of another text, and that text. */
  forget(): void {
    this.close();
    batch(() => {
      this.gradients.value = this.eigenvalues.value = this.largest.value = undefined;
      this.exponents.value = [];
    });
  }

  async look({ from, to }: Stretch, length: number, options: AskOptions<never>): Promise<void> {
    const gradients = await this.askOfText('gradientsBack', { from, to, reach: REACH }, { ...options } as AskOptions<GradientsBack>);
    this.gradients.value = gradients;
    const layers = [...new Set(gradients.lines.map(({ layer }) => layer))];
    if (this.exponents.peek().length === 0) {
      const found: Float64Array[] = [];
      for (const layer of layers)
        found.push(await this.askOfText('lyapunovExponents', { layer, from: 0, to: Math.min(length, MOST) }, signalOf(options)));
      this.exponents.value = found;
    }
    const largest: Float32Array[] = [];
    for (const layer of layers) largest.push(await this.askOfText('largestEigenvalues', { layer, from, to }, signalOf(options)));
    this.largest.value = { from, layers: largest };
  }

  async lookAt(at: number, options: AskOptions<never>): Promise<void> {
    const layers = new Set(this.gradients.peek()?.lines.map(({ layer }) => layer) ?? []);
    const found: Eigenvalues[] = [];
    for (const layer of layers) found.push(await this.askOfText('eigenvalues', { layer, at }, signalOf(options)));
    this.eigenvalues.value = { at, layers: found };
  }
}

const signalOf = ({ signal: stop }: AskOptions<never>) => ({ ...(stop && { signal: stop }) });
