// The steps around the crosshair as a graph: gates inside, states from step to step, and where a training window begins.
import { useMemo } from 'preact/hooks';
import type { Palette } from '../../../../charts/palette';
import type { Surface } from '../../../../charts/surface';
import { drawUnrolledGraph, type GraphStep } from '../../../../charts/unrolledGraph';
import { glyph } from '../../../../components/figures';
import { Picture } from '../../../../components/picture';
import { type FoundStep, STEPS, useStep } from './stepModel';

const HEIGHT = 230;
/** A step needs so many pixels. */
const NARROWEST = 100;

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
        glyph: glyph(character),
        here: t === at,
        border: T !== undefined && t > 0 && t % T === 0,
        gates: nodes.filter(({ state }) => !state),
        states: nodes.filter(({ state }) => state),
      };
    });
  }, [found, T]);
  const draw = useMemo(
    () => (surface: Surface, palette: Palette) => {
      const { first, end } = inSight(surface.width, at - from);
      drawUnrolledGraph(surface, steps.slice(first, end), layer.direction === 'backward', palette, T);
    },
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
      caption={`unit ${unit}${T === undefined ? '' : ` · ${borderInWords(T)}`}`}
      name="unrolled"
      label={`The layer unrolled: unit ${unit} at the ${inspected.unitWords.value.many} around ${at + 1}. Left and right move by a ${inspected.unitWords.value.one}, up and down by a unit.`}
      height={HEIGHT}
      draw={draw}
      here={`${inspected.unitWords.value.one} ${at + 1}, unit ${unit}: ${found.equations.map(({ target, value }) => `${target} ${value.toFixed(2)}`).join(', ')}`}
      table={() => ({
        columns: [inspected.unitWords.peek().one, 'text', ...layer.activations.map(({ name }) => name)],
        rows: steps.flatMap((step, column) =>
          step ? [[from + column + 1, step.glyph, ...layer.activations.map(({ name }) => values.get(name)?.[column] ?? Number.NaN)]] : [],
        ),
      })}
      choose={({ x, width }) => {
        const { first, end } = inSight(width, at - from);
        const t = from + first + Math.floor((x / width) * (end - first));
        if (t >= 0 && t < inspected.count.peek()) choose(t, unit);
      }}
      press={({ key }) => {
        const way = keys[key];
        if (way) move(...(way as [number, number]));
        return way !== undefined;
      }}
      place={{ at, count: inspected.count.value }}
    />
  );
}

/** What is known of windows: how long they are, and not where one began in this text. */
const borderInWords = (T: number): string =>
  `T = ${T}: in training a gradient goes back to its window’s border. Dashed as if a window began with this text: in training that depended on where its stream began`;

/** Which of the steps there is room for: that of the crosshair and its neighbours. */
function inSight(width: number, here: number): { readonly first: number; readonly end: number } {
  const many = Math.max(1, Math.min(STEPS, Math.floor(width / NARROWEST)));
  const first = Math.max(0, Math.min(here - Math.floor(many / 2), STEPS - many));
  return { first, end: first + many };
}
