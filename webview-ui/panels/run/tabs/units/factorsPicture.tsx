// The factors of a layer: a row for each, how active it is along the text, with the units that have most of it. A factor narrows the list to its units.
import { useComputed } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import type { Block } from '../../../../../src/engine/inspect/traceShape';
import type { FactorUnit } from '../../../../../src/engine/inspect/units/factors';
import { FACTORS } from '../../../../../src/protocol/answerOptions';
import { sequentialScale } from '../../../../charts/colourScale';
import { drawHeatmap, type Tile } from '../../../../charts/heatmap';
import { drawLabelledRows, LABELLED_TOP, labelledRowHeight, labelledRowsHeight } from '../../../../charts/labelledRows';
import type { Palette } from '../../../../charts/palette';
import type { Surface } from '../../../../charts/surface';
import { count, counted, signed, spoken } from '../../../../components/figures';
import { Cancel, Refusal } from '../../../../components/refusal';
import { Range, Zoom } from '../../../../components/textMaps/mapControls';
import { Scroll } from '../../../../components/textMaps/scroll';
import { tableInSight, valuesIn } from '../../../../components/textMaps/tableInSight';
import { TextPicture } from '../../../../components/textMaps/textPicture';
import { palette as theme } from '../../../../components/theme';
import { useUnits } from './unitsModel';

const HEIGHT = 14;
/** Units named beside a factor, and where there is less room. */
const NAMED = 5;
const NARROW = 480; // CSS pixels
const NAMED_NARROW = 3;
const RANKS = Array.from({ length: FACTORS.rank.most - FACTORS.rank.least + 1 }, (_, at) => FACTORS.rank.least + at);

export function FactorsPicture() {
  const { chooseFactor, factors: model } = useUnits();
  const { asking, axis, drawn, found, goTo, inSight, inspected, kept, only, row, tiles, walked } = model;
  const told = found.value;
  const output = told?.layer.activations[0];
  const scale = useComputed(() => {
    const { low = 0, high = 0 } = found.value?.layer.activations[0] ?? {};
    return sequentialScale(theme.value.background, theme.value.gate, 0, Math.max(1, -low, high));
  });
  const look = useComputed(() => ({ units: 1, order: new Uint32Array(1), colours: scale.value }));
  const blocks = () => (drawn.value ? tiles.over(drawn.value, axis.look.value) : []);
  const names = (units: readonly FactorUnit[], named = NAMED) =>
    units
      .slice(0, named)
      .map(({ unit, sign, weight }) => `${sign < 0 ? '−' : '+'}${output?.name ?? ''}[${unit}]${weight === 1 ? '' : ` ${signed(weight)}`}`);
  const draw = useCallback(
    (surface: Surface, palette: Palette) => {
      const shown = blocks();
      const named = surface.width < NARROW ? NAMED_NARROW : NAMED;
      const rows = (found.value?.factors ?? []).map((units, factor) => ({
        words: `${row.value === factor ? '▸ ' : ''}${factor + 1}:  ${names(units, named).join('  ')}${units.length > named ? `  and ${units.length - named} more` : ''}`,
        ...(only.value === factor && { colour: palette.accent }),
        height: HEIGHT,
        draw: (strip: Surface) =>
          void drawHeatmap(
            strip,
            strip.width,
            HEIGHT,
            shown.flatMap((block) => rowsOf(block)[factor] ?? []),
            inSight.value.columns,
            look.value,
          ),
      }));
      drawLabelledRows(surface, inSight.value, rows, palette);
    },
    [told],
  );
  if (!told || told.factors.length === 0)
    return (
      <>
        <Refusal of={asking} />
        {asking.busy.value && <Cancel of={asking} />}
      </>
    );
  const at = inspected.cursor.value?.index;
  const activity = valuesIn(tilesOf(blocks()), axis.look.value);
  const column = at === undefined ? 0 : axis.column(at).from;
  const here =
    at === undefined
      ? undefined
      : `${spoken(inspected.characters.value[at] ?? '')} (${count(at + 1)}), factor ${row.value + 1}: ${signed(activity(column, row.value))}; ${names(told.factors[row.value] ?? []).join(' ')}`;
  const number = told.layer.layer;
  return (
    <>
      <TextPicture
        title="Factors"
        caption={`What the ${counted(told.layer.units, 'unit')} of layer ${number}${told.layer.direction === 'backward' ? ' (←)' : ''} do together, in ${told.factors.length} non-negative factors: how active each is at each ${inspected.unitWords.value.one}, and the units that have most of it, + where it raises ${output?.name} and − where it lowers it. Click one for its units alone.`}
        name="unit-factors"
        label={`How active ${told.factors.length} factors of layer ${number} are along the text. Left and right move by a ${inspected.unitWords.value.one}, up and down by a factor, Enter lists its units.`}
        height={labelledRowsHeight(told.factors.map(() => HEIGHT))}
        draw={draw}
        here={here}
        walked={walked}
        goTo={goTo}
        rows={{
          count: told.factors.length,
          at: () => row.peek(),
          goTo: (factor) => {
            row.value = factor;
          },
          choose: chooseFactor,
        }}
        choose={({ y }) => {
          const factor = Math.floor((y - LABELLED_TOP) / labelledRowHeight(HEIGHT));
          if (factor >= 0 && factor < told.factors.length) chooseFactor(factor);
        }}
        table={() =>
          tableInSight(
            axis.look.peek(),
            inspected.characters.peek(),
            told.factors.map((units, factor) => ({
              name: `${factor + 1}: ${names(units).join(' ')}`,
              at: (character: number) => valuesIn(tilesOf(blocks()), axis.look.peek())(character, factor),
            })),
          )
        }
      >
        <label class="choice">
          <span class="choice-label">How many</span>
          <select
            class="field"
            data-testid="factors"
            value={kept.value.rank}
            onChange={(event) => kept.change({ rank: Number(event.currentTarget.value) })}
          >
            {RANKS.map((rank) => (
              <option key={rank} value={rank}>
                {rank}
              </option>
            ))}
          </select>
        </label>
        <Cancel of={asking} />
        <Zoom axis={axis} />
        <Range axis={axis} />
      </TextPicture>
      <Scroll axis={axis} />
      <Refusal of={asking} />
    </>
  );
}

const tilesOf = (blocks: readonly Block[]): Tile[] =>
  blocks.map(({ from, step, columns, mean }) => ({ from, step, columns, values: mean ?? new Float32Array() }));

const apart = new WeakMap<Block, readonly Tile[]>();

/** A tile for each row: what was coloured by it is not coloured again. */
function rowsOf(block: Block): readonly Tile[] {
  const known = apart.get(block);
  if (known) return known;
  const { from, step, columns, rows, mean, low, high } = block;
  const tiles = Array.from({ length: rows }, (_, row): Tile => {
    const own = (values: Float32Array | undefined) =>
      values && Float32Array.from({ length: columns }, (_, at) => values[at * rows + row] as number);
    return { from, step, columns, values: own(mean) ?? new Float32Array(), low: own(low), high: own(high) };
  });
  apart.set(block, tiles);
  return tiles;
}
