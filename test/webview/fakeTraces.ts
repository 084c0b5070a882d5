// Handles on traces, as the engine has them, over made-up and recorded ones that are there in full.
import { builtinCells } from '../../src/engine/cell/builtin/builtinCells';
import type { CellProgram } from '../../src/engine/cell/cellProgram';
import { compileCell } from '../../src/engine/cell/compileCell';
import { backwardSections, gradientNames } from '../../src/engine/cell/printBackward';
import { Aggregate } from '../../src/engine/inspect/aggregate';
import type { Connectivity } from '../../src/engine/inspect/connectivity/connectivity';
import type { LikelyWord } from '../../src/engine/inspect/connectivity/likelyWords';
import type { Intervention } from '../../src/engine/inspect/interventions/intervention';
import type { StepValue, StepWanted, UnrolledStep } from '../../src/engine/inspect/step/unrolledStep';
import type { Block, FieldRequest, LayerShape, Part, Stretch, TextShape, TraceShape } from '../../src/engine/inspect/traceShape';
import { type ScoresWanted, type SweptTable, scoreUnits, type UnitScores } from '../../src/engine/inspect/units/scoreUnits';
import type { Alternative, Trace, TracedActivation, TracedLayer, TracedText } from '../../src/engine/results';
import type { Arguments, ChangedTrace, OpenedTrace } from '../../src/protocol/queries';
import { areWords } from '../../webview-ui/charts/textAxis';
import { changedTrace } from './fakeChanges';

/** A text whose activations are computed where they are asked for: any length costs nothing. */
export interface Endless extends Omit<Trace, 'layers'> {
  readonly layers: readonly (Omit<TracedLayer, 'activations'> & {
    readonly activations: readonly (Omit<TracedActivation, 'values'> & { value(t: number, unit: number): number })[];
  })[];
}

/** Characters of a column that are looked at, for an endless text. */
const LOOKED_AT = 16;
/** As the engine keeps a long text. */
const KEPT = 64;

export class FakeTraces {
  readonly #open = new Map<string, Trace | Endless>();
  #opened = 0;

  open(trace: Trace | Endless): OpenedTrace {
    const id = `trace ${++this.#opened}`;
    this.#open.set(id, trace);
    return { trace: id, shape: shapeOf(trace) };
  }

  field(id: string, { part, from, step, field, planes = ['mean', 'low', 'high'], ...request }: FieldRequest): Block {
    const trace = this.#of(id);
    const text = textOf(trace, part);
    const to = Math.min(request.to, text.characters.length);
    const stretch = { part, from, to, step };
    const found =
      field.kind === 'activation'
        ? activation(text.layers, field, stretch)
        : field.kind === 'factors'
          ? columnsOf(factorsOf(text, field.rank), field.rank, 0, field.rank, stretch)
          : field.kind === 'surprise'
            ? columnsOf(text.surprise, 1, 0, 1, stretch)
            : field.kind === 'advantage'
              ? columnsOf(
                  text.surprise.map((bits, t) => 1.5 + Math.sin(t) - bits / 2),
                  1,
                  0,
                  1,
                  stretch,
                )
              : aligned(trace, stretch);
    const given = step === 1 ? (['mean'] as const) : planes;
    return { from, step, columns: found.columns, rows: found.rows, ...Object.fromEntries(given.map((plane) => [plane, found[plane]])) };
  }

  predictions(id: string, part: Part, from: number, to: number): readonly (readonly Alternative[])[] {
    return textOf(this.#of(id), part).predictions.slice(from, to);
  }

  /** By the engine's own function, of what the fixture has. */
  scores(id: string, wanted: ScoresWanted): Promise<UnitScores> {
    const { characters, layers } = textOf(this.#of(id), wanted.part);
    const places = layers.map(({ layer, direction, units, activations }) => {
      const named = activations.map(({ name, equation, range }) => ({ key: name, name, equation, range, state: /^[hc]'?$/.test(name) }));
      return { layer, direction, units, cell: { activations: named, output: named[0]?.key } as unknown as CellProgram };
    });
    const values = layers.map(({ activations }) => activations.map((one) => ('values' in one ? one.values : new Float32Array())));
    const sweep: SweptTable['sweep'] = async (_, visit) => visit(0, values);
    return scoreUnits(
      { places, length: characters.length, sweep },
      { characters, units: areWords(characters) ? 'words' : 'characters' },
      wanted,
      {
        stop: { aborted: false },
      },
    );
  }

  /** The built-in cell's own equations, with whatever the fixture has for names; a product is what is left. */
  step(id: string, { layer, direction, unit, at }: StepWanted): UnrolledStep {
    const { layers, cell } = this.#of(id);
    const found = layers.find((one) => one.layer === layer && one.direction === direction);
    const number = (name: string, t: number) => {
      const activation = found?.activations.find((one) => one.name.replace("'", '') === name);
      return found && activation && t >= 0 ? valueAt(activation, found.units, t, unit) : 0;
    };
    const program = compileCell(builtinCells.find(({ name }) => name === cell)?.source ?? '');
    const equations = program.activations.map(({ name, equation }) => ({
      target: name,
      name: name.replace("'", ''),
      value: number(name.replace("'", ''), at),
      pieces: equation.split(/(W_\w+ \w+|\b[a-z]_\w+|\b[a-z]'?(?![\w(]))/).flatMap((piece, index): (string | StepValue)[] => {
        if (index % 2 === 0) return piece === '' ? [] : [piece];
        if (piece.startsWith('W')) return [{ words: piece, kind: 'product', value: 0.3 }];
        if (piece.includes('_')) return [{ words: piece, kind: 'parameter', value: -0.1 }];
        const before = program.states.includes(piece);
        return [
          {
            words: piece,
            kind: before ? 'before' : 'activation',
            name: piece.replace("'", ''),
            value: number(piece.replace("'", ''), before ? at - 1 : at),
          },
        ];
      }),
    }));
    const names = gradientNames(program);
    const gradientAt = (key: string) => 0.01 * ([...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 17) - 0.06;
    const backward = backwardSections(program).map(({ words, equations }) => ({
      words,
      gradients: equations.map(({ targets, text }) => ({
        targets: targets.map((key) => names.gradient(key).text),
        ...(!targets[0]?.startsWith('sum:') && { value: gradientAt(targets[0] ?? '') }),
        pieces: text
          .split(/(W_\w+ᵀ d\([^()]+\)|d\([^()]+\)|\bd[a-z]\b'?|\b(?!x)[a-z]\b'?)/)
          .flatMap((piece, index): (string | StepValue)[] => {
            if (index % 2 === 0) return piece === '' ? [] : [piece];
            const kind = piece.startsWith('W') ? 'back' : /^d./.test(piece) ? 'gradient' : piece.endsWith("'") ? 'activation' : 'before';
            const name = piece.replace("'", '');
            const before = kind === 'before' && program.states.includes(piece);
            return kind === 'before' || kind === 'activation'
              ? [{ words: piece, kind: before ? 'before' : 'activation', name, value: number(name, before ? at - 1 : at) }]
              : [{ words: piece, kind, value: gradientAt(piece) }];
          }),
      })),
    }));
    const arriving = program.states.map((state, index) => ({ target: `d${state}'`, value: index === 0 ? -0.0183 : 0 }));
    const symbol = textOf(this.#of(id), 'source').characters[at + 1] ?? '';
    return { cell, equations, loss: { symbol, known: symbol !== '', nats: 2.31 }, arriving, backward, around: false };
  }

  change(id: string, interventions: readonly Intervention[], labels?: readonly Alternative[]): ChangedTrace {
    const { trace, ...told } = changedTrace(this.#of(id) as Trace, interventions, labels);
    return { ...this.open(trace), ...told };
  }

  /** The nearer a character, the more depends on it; every third speaks against. */
  connectivity(id: string, { at, against, occlusion }: Omit<Arguments<'traceConnectivity'>, 'trace'>): Connectivity {
    const { characters, target } = this.#of(id);
    if (target) {
      const shares = Float32Array.from(characters, (_, index) => (index % 3 === 0 ? -1 : 2) * 0.6 ** Math.abs(at - index));
      const symbol = target.characters[at] ?? '';
      return { symbol, ...(against !== undefined && { against }), from: 0, logit: 4.2, norms: shares.map(Math.abs), shares };
    }
    const from = Math.max(0, at + 1 - 256);
    const shares = Float32Array.from(
      { length: at + 1 - from },
      (_, index) => ((from + index) % 3 === 0 ? -1 : 2) * 0.8 ** (at - from - index),
    );
    const symbol = characters[at + 1] ?? 'e';
    const norms = shares.map(Math.abs);
    return {
      symbol,
      ...(against !== undefined && { against }),
      from,
      logit: 4.2,
      norms,
      shares,
      ...(occlusion && { occluded: shares.map((share) => share / 2) }),
    };
  }

  words(id: string, at: number): readonly LikelyWord[] {
    return (
      textOf(this.#of(id), 'source').predictions[at]?.map(({ symbol, probability }) => ({
        word: `${symbol}nd`,
        rest: `${symbol}nd`,
        probability,
      })) ?? []
    );
  }

  close(id: string): boolean {
    return this.#open.delete(id);
  }

  #of(id: string): Trace | Endless {
    const trace = this.#open.get(id);
    if (trace) return trace;
    const error = new Error('What was read of this text has been put away. Inspect it again.');
    error.name = 'TraceExpiredError';
    throw error;
  }
}

type AnyText = TracedText | Endless;
const textOf = (trace: Trace | Endless, part: Part): AnyText => (part === 'target' ? (trace.target as TracedText) : trace);

function shapeOf(trace: Trace | Endless): TraceShape {
  const { cell, unknown, target, alignment } = trace;
  return {
    cell,
    unknown,
    source: textShapeOf(trace),
    ...(target && { target: textShapeOf(target) }),
    aligned: alignment !== undefined,
    compared: target === undefined && trace.surprise.some((bits) => bits >= 0),
    kept: trace.characters.length > 10_000 ? KEPT : 1,
  };
}

function textShapeOf({ characters, layers, surprise }: AnyText): TextShape {
  const most = surprise.reduce((greatest, bits) => (bits > greatest ? bits : greatest), -1);
  const boundary = characters[0] === '' ? 'before' : characters.at(-1) === '' ? 'after' : undefined;
  return {
    text: characters.join(''),
    units: areWords(characters) ? 'words' : 'characters',
    ...(boundary && { boundary }),
    length: characters.length,
    layers: layers.map((layer) => layerShapeOf(layer, characters.length)),
    ...(most >= 0 && { mostSurprise: most }),
  };
}

function layerShapeOf({ layer, direction, units, order, activations }: AnyText['layers'][number], length: number): LayerShape {
  const activity = new Float32Array(units);
  const [output] = activations;
  const looked = Array.from({ length: Math.min(length, 1_000) }, (_, at) => Math.floor((at * length) / Math.min(length, 1_000)));
  if (output)
    for (const t of looked)
      for (let unit = 0; unit < units; unit++) activity[unit] = (activity[unit] as number) + Math.abs(valueAt(output, units, t, unit));
  return {
    layer,
    direction,
    units,
    order,
    activity,
    activations: activations.map((activation) => {
      const values = looked.flatMap((t) => Array.from({ length: units }, (_, unit) => valueAt(activation, units, t, unit)));
      const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [0, 0]) as [
        number,
        number,
      ];
      const { name, equation, range } = activation;
      const whole = /^[^=()]+=/.test(equation) ? equation : `${name} = ${equation}`;
      const gate = range === 'gate' && {
        saturation: {
          closed: Float32Array.from({ length: units }, (_, unit) => (unit % 17) / 20),
          open: Float32Array.from({ length: units }, (_, unit) => (1 - (unit % 17) / 20) * ((unit % 7) / 8)),
        },
      };
      return { name: name.replace("'", ''), equation: whole, range, state: /^\w+' =/.test(whole), low, high, ...gate };
    }),
  };
}

const valueAt = (activation: AnyText['layers'][number]['activations'][number], units: number, t: number, unit: number): number =>
  'value' in activation ? activation.value(t, unit) : (activation.values[t * units + unit] as number);

function activation(layers: AnyText['layers'], field: Extract<FieldRequest['field'], { kind: 'activation' }>, stretch: Stretch): Aggregate {
  const layer = layers.find((one) => one.layer === field.layer && one.direction === field.direction);
  const found = layer?.activations.find(({ name }) => name.replace("'", '') === field.name);
  if (!layer || !found) throw new Error(`no ${field.name}`);
  const [first, rows] = field.unit === undefined ? [0, layer.units] : [field.unit, 1];
  if ('values' in found) return columnsOf(found.values, layer.units, first, rows, stretch);
  const { from, to, step } = stretch;
  const each = Math.min(step, LOOKED_AT);
  const aggregate = new Aggregate(rows, Math.ceil((to - from) / step) * each, each);
  const row = new Float32Array(rows);
  for (let column = from; column < to; column += step)
    for (let at = 0; at < each; at++) {
      for (let unit = 0; unit < rows; unit++) row[unit] = found.value(column + Math.floor((at * step) / each), first + unit);
      aggregate.add(row, 0, 1);
    }
  return aggregate;
}

/** As if each factor were the positive part of a unit's output, smoothed. */
function factorsOf({ characters, layers }: AnyText, rank: number): Float32Array {
  const [output] = layers[0]?.activations ?? [];
  const units = layers[0]?.units ?? 1;
  const active = new Float32Array(characters.length * rank);
  for (let factor = 0; factor < rank; factor++)
    for (let t = 0; t < characters.length; t++) {
      const value = output ? Math.max(0, valueAt(output, units, t, (17 * factor) % units)) : 0;
      active[t * rank + factor] = 0.6 * (t > 0 ? (active[(t - 1) * rank + factor] as number) : 0) + 0.4 * value;
    }
  return active;
}

function columnsOf(values: Float32Array, stride: number, first: number, rows: number, { from, to, step }: Stretch): Aggregate {
  const aggregate = new Aggregate(rows, to - from, step);
  aggregate.add(values, from, to, stride, first);
  return aggregate;
}

function aligned({ characters, target, alignment }: Trace | Endless, stretch: Stretch): Aggregate {
  const [S, T] = [characters.length, target?.characters.length ?? 0];
  const weights = alignment ?? new Float32Array();
  if (stretch.part === 'target') return columnsOf(weights, S, 0, S, stretch);
  const turned = Float32Array.from({ length: S * T }, (_, at) => weights[(at % T) * S + Math.floor(at / T)] as number);
  return columnsOf(turned, T, 0, T, stretch);
}
