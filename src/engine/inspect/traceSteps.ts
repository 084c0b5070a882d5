/** A trace of a network that goes from one character to the next: of a text of any length. */
import type { Numbers, View } from '../backend';
import type { CellProgram } from '../cell/cellProgram';
import { alternatives, BOUNDARY } from '../infer/alternatives';
import { surprise as natsOf, softmax } from '../infer/distribution';
import { Stepper } from '../infer/stepper';
import type { Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { Alternative, Trace } from '../results';
import { labelNumber } from '../tasks/generateFromLabel/labelNumber';
import { cellNames, shownActivations, tracedLayer } from './tracedLayer';

/** The text as a language model reads it. @throws CancelledError */
export async function traceText(model: Model, text: string, interruption: Interruption): Promise<Trace> {
  const { tokens, unknown } = model.vocabulary.encode(text);
  return { ...(await steps(model, tokens, interruption)), characters: [...text], unknown };
}

/** The text as one of a label: the boundary before it is read too. @param label by default the first. @throws LabelError, CancelledError */
export async function traceOfLabel(model: Model, text: string, label: string | undefined, interruption: Interruption): Promise<Trace> {
  const { vocabulary, labels } = model;
  const { tokens, unknown } = vocabulary.encode(text);
  const begun = labelNumber(labels, label ?? labels[0]);
  const traced = await steps(model, Uint32Array.of(vocabulary.boundary, ...tokens), interruption, begun);
  return { ...traced, characters: [BOUNDARY, ...text], unknown };
}

async function steps(
  { shape, vocabulary, weights, backend }: Model,
  tokens: Uint32Array,
  interruption: Interruption,
  label?: number,
): Promise<Omit<Trace, 'characters' | 'unknown'>> {
  const { cells, hidden } = shape;
  const layers = cells.map((cell) => shownActivations(cell).map(() => new Float32Array(tokens.length * hidden)));
  const surprise = new Float32Array(tokens.length).fill(Number.NaN);
  const predictions: (readonly Alternative[])[] = [];
  const stepper = await Stepper.open(shape, backend, (builder, network) => {
    for (const { layer, unrolled } of network.layers)
      for (const { key } of shownActivations(cells[layer] as CellProgram))
        builder.output(`${layer} ${key}`, unrolled.steps[0]?.get(key) as View);
  });
  try {
    stepper.setWeights(weights);
    if (label !== undefined) stepper.begin(weights, label);
    await stepper.read(tokens, interruption, (outputs, t) => {
      const logits = outputs.logits as Numbers;
      predictions.push(alternatives(softmax(logits), vocabulary.characters));
      if (t + 1 < tokens.length) surprise[t + 1] = natsOf(logits, tokens[t + 1] as number) / Math.LN2;
      layers.forEach((activations, layer) => {
        shownActivations(cells[layer] as CellProgram).forEach(({ key }, index) => {
          activations[index]?.set(outputs[`${layer} ${key}`] as Numbers, t * hidden);
        });
      });
    });
  } finally {
    stepper.dispose();
  }
  return {
    surprise,
    predictions,
    layers: layers.map((values, layer) => tracedLayer({ layer, direction: 'forward' }, cells[layer] as CellProgram, hidden, values)),
    cell: cellNames(cells),
  };
}
