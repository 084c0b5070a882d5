// One activation of the lowest layer in all sides: units over characters, all in the same colours.
import { useCallback } from 'preact/hooks';
import type { Palette } from '../../charts/palette';
import { drawStackedMaps, type StackedMap, stackedMapsHeight } from '../../charts/stackedMaps';
import type { Surface } from '../../charts/surface';
import { Choice } from '../../components/choice';
import { alone } from '../../components/figures';
import { mapScale } from '../../components/mapScale';
import { Picture } from '../../components/picture';
import { palette as theme } from '../../components/theme';
import { commonActivation } from './commonActivation';
import { type Comparison, useComparison } from './comparison';

export function ActivationMaps() {
  const comparison = useComparison();
  const { readings } = comparison;
  const { kept, map, maps, names, window } = readings;
  const draw = useCallback((surface: Surface, palette: Palette) => {
    window.width.value = surface.width;
    const { colours } = mapScale(commonActivation(maps.value), false, palette);
    drawStackedMaps(surface, readings.inSight.value, stacked(comparison), colours, palette);
  }, []);
  const [first] = maps.value;
  if (!first) return <p class="empty-line">They have no activation of the same name.</p>;
  const { activation } = first;
  const scale = mapScale(commonActivation(maps.value), false, theme.value);
  return (
    <Picture
      title={activation.name}
      caption={`${activation.equation} · all from ${scale.low} to ${scale.high}${scale.note ? `, shown as ${scale.note}` : ''}; units ordered by similarity, in checkpoints of one run the same`}
      name="compare-activations"
      label={`${activation.name} of every unit at every character, in each of them; arrow keys walk through the text`}
      height={stackedMapsHeight(maps.value.length)}
      draw={draw}
      table={() => tableOf(stacked(comparison), readings.characters.peek())}
      here={readings.here.value}
      point={window.point}
      press={window.press}
    >
      <Choice
        label="Activation"
        options={Object.fromEntries(names.value.map((name) => [name, name]))}
        chosen={kept.value.activation}
        choose={(name) => void map(name)}
        testid="activation"
      />
    </Picture>
  );
}

/** Checkpoints of one run have the order of their first: a unit is the same row in all of them. */
function stacked(comparison: Comparison): readonly StackedMap[] {
  const orders = new Map<string, Uint32Array>();
  return comparison.readings.maps.value.map(({ side, layer, values }) => {
    const order = orders.get(side.folder) ?? layer.order;
    orders.set(side.folder, order);
    return { name: comparison.nameOf(side), units: layer.units, order, values };
  });
}

/** A row for each character, a column for each unit of each side. */
function tableOf(maps: readonly StackedMap[], characters: readonly string[]) {
  const units = maps.flatMap(({ name, units, values }) => Array.from({ length: units }, (_, unit) => ({ name, units, values, unit })));
  return {
    columns: ['character', ...units.map(({ name, unit }) => `${name}, unit ${unit}`)],
    rows: characters.map((character, t) => [
      alone(character),
      ...units.map(({ values, units: all, unit }) => values[t * all + unit] ?? Number.NaN),
    ]),
  };
}
