// One activation of the lowest layer in all sides: units over characters, all in the same colours.
import { useCallback } from 'preact/hooks';
import { drawHeatmap } from '../../charts/heatmap';
import type { Palette } from '../../charts/palette';
import { within } from '../../charts/readings';
import type { Surface } from '../../charts/surface';
import { drawTextAxis, inkOf } from '../../charts/textAxis';
import { Choice } from '../../components/choice';
import { alone } from '../../components/figures';
import { mapScale } from '../../components/mapScale';
import { Picture } from '../../components/picture';
import { palette as theme } from '../../components/theme';
import { commonActivation } from './commonActivation';
import { type Comparison, useComparison } from './comparison';

const TEXT = 24;
const LABEL = 16;
const MAP = 96;
const GAP = 6;

export function ActivationMaps() {
  const comparison = useComparison();
  const { readings } = comparison;
  const { kept, map, maps, names, window } = readings;
  const draw = useCallback((surface: Surface, palette: Palette) => drawMaps(comparison, surface, palette), []);
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
      height={TEXT + maps.value.length * (LABEL + MAP + GAP)}
      draw={draw}
      table={() => tableOf(comparison)}
      here={window.at.value === undefined ? undefined : `character ${window.at.value + 1}`}
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

function drawMaps(comparison: Comparison, surface: Surface, palette: Palette): void {
  const { readings } = comparison;
  const { window, glyphs, maps } = readings;
  const columns = window.columns.value;
  const at = window.at.value;
  const { context, width } = surface;
  const marked = at === undefined ? undefined : { from: at, to: at + 1 };
  drawTextAxis(surface, width, TEXT, { glyphs: glyphs.value, ink: inkOf(glyphs.value), step: 1 }, columns, palette, marked);
  const { colours } = mapScale(commonActivation(maps.value), false, palette);
  const orders = new Map<string, Uint32Array>();
  let top = TEXT;
  for (const { side, layer, block } of maps.value) {
    const order = orders.get(side.folder) ?? layer.order;
    orders.set(side.folder, order);
    context.fillStyle = palette.muted;
    context.font = `11px ${palette.font}`;
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.fillText(comparison.nameOf(side), 0, top + 13, width);
    const tile = { from: 0, step: 1, columns: block.columns, values: block.mean ?? new Float32Array() };
    within(surface, top + LABEL, MAP, (row) => drawHeatmap(row, width, MAP, [tile], columns, { units: layer.units, order, colours }));
    top += LABEL + MAP + GAP;
  }
  if (at === undefined) return;
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.5;
  context.fillRect((at + 0.5) * columns.columnWidth - columns.offset - 0.5, TEXT, 1, top - TEXT);
  context.globalAlpha = 1;
}

/** A row for each character, a column for each unit of each side. */
function tableOf({ readings, nameOf }: Comparison) {
  const maps = readings.maps.peek();
  return {
    columns: [
      'character',
      ...maps.flatMap(({ side, layer }) => Array.from({ length: layer.units }, (_, unit) => `${nameOf(side)}, unit ${unit}`)),
    ],
    rows: readings.characters
      .peek()
      .map((character, t) => [
        alone(character),
        ...maps.flatMap(({ layer, block }) =>
          Array.from({ length: layer.units }, (_, unit) => block.mean?.[t * layer.units + unit] ?? Number.NaN),
        ),
      ]),
  };
}
