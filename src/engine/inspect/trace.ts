/** Every named activation of every layer over a text: a view of what the forward pass computes anyway. */
import type { Numbers } from '../backend';
import type { Activation, CellProgram } from '../cell/cellProgram';
import type { Model } from '../model/model';
import { type Interruption, Stepper } from '../model/stepper';
import type { Alternative, Trace, TracedActivation, TracedLayer } from '../results';
import { surprise as natsOf } from '../sample/distribution';
import { likeliest } from '../sample/generate';
import { similarityOrder } from './unitOrder';

/** @throws CancelledError */
export async function trace(model: Model, text: string, interruption: Interruption): Promise<Trace> {
  const { shape, vocabulary, weights, backend } = model;
  const { tokens, unknown } = vocabulary.encode(text);
  const shown = shape.cells.map(inReadingOrder);
  const layers = shown.map((activations) => activations.map(() => new Float32Array(tokens.length * shape.hidden)));
  const surprise = new Float32Array(tokens.length).fill(Number.NaN);
  const predictions: (readonly Alternative[])[] = [];
  const stepper = await Stepper.open(shape, backend, (builder, network) => {
    for (const { layer, unrolled } of network.layers)
      for (const { key } of shown[layer] as Activation[]) builder.output(`${layer} ${key}`, unrolled.steps[0]?.get(key) as never);
  });
  try {
    stepper.setWeights(weights);
    await stepper.read(tokens, interruption, (outputs, t) => {
      const logits = outputs.logits as Numbers;
      predictions.push(likeliest(logits, vocabulary));
      if (t + 1 < tokens.length) surprise[t + 1] = natsOf(logits, tokens[t + 1] as number) / Math.LN2;
      layers.forEach((activations, layer) => {
        shown[layer]?.forEach(({ key }, index) => activations[index]?.set(outputs[`${layer} ${key}`] as Numbers, t * shape.hidden));
      });
    });
  } finally {
    stepper.dispose();
  }
  return {
    characters: [...text],
    surprise,
    predictions,
    layers: layers.map((values, layer) => tracedLayer(layer, shape.hidden, shown[layer] as Activation[], values)),
    cell: [...new Set(shape.cells.map(({ name }) => name))].join(', '),
    unknown,
  };
}

function tracedLayer(layer: number, units: number, shown: readonly Activation[], values: readonly Float32Array[]): TracedLayer {
  const activations = shown.map(
    ({ name, equation, range }, index): TracedActivation => ({
      name: name.replace("'", ''),
      equation: `${name} = ${equation}`,
      range,
      values: values[index] as Float32Array,
    }),
  );
  return { layer, direction: 'forward', units, activations, order: similarityOrder(values[0] as Float32Array, units) };
}

/** The cell's output first, then the rest as the equations have them. */
function inReadingOrder({ activations, output }: CellProgram): Activation[] {
  return [...activations.filter(({ key }) => key === output), ...activations.filter(({ key }) => key !== output)];
}
