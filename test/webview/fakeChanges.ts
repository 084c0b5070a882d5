// What follows from changes in a made-up trace.
import type { Intervention } from '../../src/engine/inspect/interventions/intervention';
import { answersLoss, lossChange } from '../../src/engine/inspect/interventions/lossChange';
import type { Alternative, Trace, TracedText } from '../../src/engine/results';
import type { ChangedTrace } from '../../src/protocol/queries';

/** As if what is changed stirred all units a little, less and less. */
export function changedTrace(
  trace: Trace,
  interventions: readonly Intervention[],
  labels?: readonly Alternative[],
): Pick<ChangedTrace, 'loss' | 'answers'> & { readonly trace: Trace } {
  const { target } = trace;
  const first = Math.min(...interventions.map((each) => ('at' in each ? each.at : each.from)));
  const stir = (t: number, seed: number) => (t < first ? 0 : Math.sin(seed * 12.9898) * 0.92 ** (t - first));
  const stirred = <Text extends TracedText>(text: Text): Text => ({
    ...text,
    layers: text.layers.map((layer) => ({
      ...layer,
      activations: layer.activations.map((activation) => ({
        ...activation,
        values: activation.values.map((value, at) => value + 0.8 * stir(Math.floor(at / layer.units), at % layer.units)),
      })),
    })),
    surprise: text.surprise.map((bits, t) => bits + 3 * stir(t - 1, t)),
    predictions: text.predictions.map((told, t) => (t % 3 === 0 ? [...told].reverse() : told)),
  });
  const changed = { ...stirred(trace), ...(target && { target: stirred(target) }) };
  const told = target ?? trace;
  const end = Math.max(...interventions.map((each) => ('at' in each ? each.at + 1 : (each.to ?? told.characters.length))));
  const answers = labels && { plain: labels, changed: turned(labels) };
  return {
    trace: changed,
    loss: {
      ...lossChange(told.surprise, (changed.target ?? changed).surprise, end),
      ...(answers && { answers: answersLoss(...logarithms(answers)) }),
    },
    ...(answers && { answers }),
  };
}

/** As if another label were the likeliest now. */
const turned = (labels: readonly Alternative[]): Alternative[] =>
  labels
    .map(({ symbol }, at) => ({ symbol, probability: (labels[(at + 1) % labels.length] as Alternative).probability }))
    .sort((a, b) => b.probability - a.probability);

/** Of the labels in the order as they are. */
const logarithms = ({ plain, changed }: NonNullable<ChangedTrace['answers']>): [Float64Array, Float64Array] => {
  const of = (among: readonly Alternative[]) =>
    Float64Array.from(plain, ({ symbol }) => Math.log(among.find((one) => one.symbol === symbol)?.probability ?? 0));
  return [of(plain), of(changed)];
};
