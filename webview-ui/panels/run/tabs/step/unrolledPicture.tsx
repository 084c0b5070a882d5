// The steps around the crosshair as a graph: gates inside, states from step to step, and where a training window begins.
import { useMemo } from 'preact/hooks';
import type { Palette } from '../../../../charts/palette';
import type { Surface } from '../../../../charts/surface';
import { drawUnrolledGraph, type GraphStep } from '../../../../charts/unrolledGraph';
import { inText } from '../../../../components/figures';
import { Picture } from '../../../../components/picture';
import { type FoundStep, STEPS, useStep } from './stepModel';

const HEIGHT = 230;

export function UnrolledPicture({ found }: { readonly found: FoundStep }) {
  const { choose, inspected, move, window } = useStep();
  const { at, from, layer, unit, values } = found;
  const T = window.value;
  const steps = useMemo(() => {
    const characters = inspected.characters.peek();
    return Array.from({ length: STEPS }, (_, column): GraphStep | undefined => {
      const t = from + column;
      const character = characters[t];
      if (character === undefined) return undefined;
      const nodes = layer.activations.map(({ name, range, state }) => {
        return { name, state, gate: range === 'gate', value: values.get(name)?.[t - from] ?? Number.NaN };
      });
      return {
        glyph: inText(character),
        here: t === at,
        border: T !== undefined && t > 0 && t % T === 0,
        gates: nodes.filter(({ state }) => !state),
        states: nodes.filter(({ state }) => state),
      };
    });
  }, [found, T]);
  const draw = useMemo(
    () => (surface: Surface, palette: Palette) => drawUnrolledGraph(surface, steps, layer.direction === 'backward', palette),
    [steps],
  );
  const keys: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  return (
    <Picture
      title={`${found.cell}, unrolled`}
      caption={`unit ${unit} at ${STEPS} characters${T === undefined ? '' : ` · in training a gradient goes no further back than to its window’s border, every ${T} characters`}`}
      name="unrolled"
      label={`The layer unrolled: unit ${unit} at the characters around ${at + 1}. Left and right move by a character, up and down by a unit.`}
      height={HEIGHT}
      draw={draw}
      here={`character ${at + 1}, unit ${unit}: ${found.equations.map(({ target, value }) => `${target} ${value.toFixed(2)}`).join(', ')}`}
      table={() => ({
        columns: ['character', 'text', ...layer.activations.map(({ name }) => name)],
        rows: steps.flatMap((step, column) =>
          step ? [[from + column + 1, step.glyph, ...layer.activations.map(({ name }) => values.get(name)?.[column] ?? Number.NaN)]] : [],
        ),
      })}
      choose={({ x, width }) => {
        const t = from + Math.floor((x / width) * STEPS);
        if (t >= 0 && t < inspected.count.peek()) choose(t, unit);
      }}
      press={({ key }) => {
        const way = keys[key];
        if (way) move(...(way as [number, number]));
        return way !== undefined;
      }}
    />
  );
}
