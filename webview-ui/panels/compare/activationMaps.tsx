// One activation in all sides, of the layer that is chosen: units over characters, all in the same colours.
import { useComputed } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import type { HeatmapLook } from '../../charts/heatmap';
import type { Palette } from '../../charts/palette';
import { drawStackedMaps, stackedMapsHeight } from '../../charts/stackedMaps';
import type { Surface } from '../../charts/surface';
import { Choice } from '../../components/choice';
import { mapScale } from '../../components/mapScale';
import { LayerChoice } from '../../components/textMaps/mapControls';
import { tableInSight, valuesIn } from '../../components/textMaps/tableInSight';
import { TextPicture } from '../../components/textMaps/textPicture';
import { palette as theme } from '../../components/theme';
import { commonActivation } from './commonActivation';
import { type Comparison, useComparison } from './comparison';
import type { ReadActivation } from './readings';

export function ActivationMaps() {
  const comparison = useComparison();
  const { readings } = comparison;
  const { activation: shown, axis, goTo, kept, layer, layerCount, maps, names, walked, withoutLayer } = readings;
  const scale = useComputed(() => mapScale(commonActivation(maps.value), false, theme.value));
  const stacked = useComputed(() => looksOf(comparison, scale.value.colours));
  const drawn = () =>
    stacked.value.map(({ map: { read, layer, activation }, ...one }) => ({
      ...one,
      tiles: read.tiles(layer, activation, axis.look.value),
    }));
  const draw = useCallback((surface: Surface, palette: Palette) => drawStackedMaps(surface, readings.inSight.value, drawn(), palette), []);
  const layers = <LayerChoice count={layerCount.value} chosen={layer.value} choose={(layer) => kept.change({ layer })} />;
  const [first] = maps.value;
  if (!first || shown.value === undefined)
    return (
      <>
        <p class="empty-line">They have no activation of the same name{layerCount.value > 1 && ` in layer ${layer.value}`}.</p>
        {layers}
      </>
    );
  const { activation } = first;
  const { low, high, note } = scale.value;
  const lower = withoutLayer.value.map(({ side }) => `${comparison.nameOf(side)} has no layer ${layer.value}.`);
  return (
    <TextPicture
      title={activation.name}
      caption={[
        `${activation.equation} · all from ${low} to ${high}${note ? `, shown as ${note}` : ''}; units ordered by similarity, in checkpoints of one run the same.`,
        ...lower,
      ].join(' ')}
      name="compare-activations"
      label={`${activation.name} of every unit at every character, in each of them; arrow keys walk through the text`}
      height={stackedMapsHeight(maps.value.length)}
      draw={draw}
      table={() => tableOf(comparison, drawn())}
      here={readings.here.value}
      walked={walked}
      goTo={goTo}
    >
      {layers}
      <Choice
        label="Activation"
        options={Object.fromEntries(names.value.map((name) => [name, name]))}
        chosen={shown.value}
        choose={(activation) => kept.change({ activation })}
        testid="activation"
      />
    </TextPicture>
  );
}

interface MapLook {
  readonly name: string;
  readonly map: ReadActivation;
  readonly look: HeatmapLook;
}

/** Checkpoints of one run have the order of their first: a unit is the same row in all of them. */
function looksOf(comparison: Comparison, colours: HeatmapLook['colours']): readonly MapLook[] {
  const orders = new Map<string, Uint32Array>();
  const maps = comparison.readings.maps.value;
  return maps.map((map) => {
    const { read, layer } = map;
    const { direction, units } = layer;
    const key = `${direction} ${read.side.folder}`;
    const order = orders.get(key) ?? layer.order;
    orders.set(key, order);
    const twice = maps.some((other) => other !== map && other.read === read);
    const way = twice ? (direction === 'forward' ? ' →' : ' ←') : '';
    return { name: `${comparison.nameOf(read.side)}${way}`, map, look: { units, order, colours } };
  });
}

/** A row for each column in sight, a column for each unit of each side. */
function tableOf(
  { readings }: Comparison,
  maps: readonly { readonly name: string; readonly look: HeatmapLook; readonly tiles: Parameters<typeof valuesIn>[0] }[],
) {
  const look = readings.axis.look.peek();
  const columns = maps.flatMap(({ name, look: { units }, tiles }) => {
    const values = valuesIn(tiles, look);
    return Array.from({ length: units }, (_, unit) => ({
      name: `${name}, unit ${unit}`,
      at: (character: number) => values(character, unit),
    }));
  });
  return tableInSight(look, readings.characters.peek(), columns);
}
