// What differs from the plain reading: the surprise at each character, and every activation of a layer.
import { useMemo } from 'preact/hooks';
import type { Table } from '../../../../../src/protocol/csv';
import { divergingScale } from '../../../../charts/colourScale';
import { drawDifferenceBars } from '../../../../charts/differenceBars';
import { drawHeatmap } from '../../../../charts/heatmap';
import type { Palette } from '../../../../charts/palette';
import type { Columns, Surface } from '../../../../charts/surface';
import { drawTextAxis, inkOf } from '../../../../charts/textAxis';
import { Choice } from '../../../../components/choice';
import { alone, count, signed } from '../../../../components/figures';
import { Picture } from '../../../../components/picture';
import type { Difference } from './difference';
import { useWhatIf, type WhatIfModel } from './whatIfModel';

const LETTERS = 20;
const BARS = 72;
const MAP = 72;

export function Differences() {
  const model = useWhatIf();
  const { differences, inspected, kept, layer, layers, sight } = model;
  const found = differences.value;
  const surprise = found.get('');
  const { from, to } = sight.value;
  const partly = to - from < inspected.count.value || kept.value.sight === 'all';
  return (
    <section class="what-if-differences" aria-label="What differs">
      <div class="toolbar">
        {layers.value.length > 1 && (
          <Choice
            label="Layer"
            options={Object.fromEntries(layers.value.map((one, at) => [at, layerName(one)]))}
            chosen={String(kept.value.layer)}
            choose={(at) => kept.change({ layer: Number(at) })}
          />
        )}
        {(partly && inspected.count.value > to - from + 1) || kept.value.sight === 'all' ? (
          <Choice
            label="In sight"
            options={{ change: 'around the change', all: 'all of the text' }}
            chosen={kept.value.sight}
            choose={(sight) => kept.change({ sight })}
          />
        ) : null}
        <span class="caption">
          {model.inspected.unitWords.value.many} {count(from + 1)}–{count(to)} · changed − plain
        </span>
      </div>
      {surprise && Number.isFinite(surprise.most) && surprise.most > 0 && <SurpriseDifference difference={surprise} />}
      {layer.value?.activations.map(({ name, equation }) => {
        const difference = found.get(name);
        return difference && <ActivationDifference key={name} name={name} equation={equation} difference={difference} />;
      })}
    </section>
  );
}

function SurpriseDifference({ difference }: { readonly difference: Difference }) {
  const model = useWhatIf();
  const draw = useMemo(
    () => (surface: Surface, palette: Palette) => {
      const columns = columnsOf(difference, surface.width);
      drawDifferenceBars(surface, BARS, difference, columns, palette);
      drawLetters(surface, palette, model, columns, difference.step);
    },
    [difference],
  );
  const column = cursorColumn(model, difference);
  const here = column === undefined ? undefined : `${placed(model, difference, column)}: ${plus(difference.values[column] as number)} bits`;
  return (
    <Picture
      title="Surprise"
      caption={here ?? `bits more (up) or fewer (down) at each ${model.inspected.unitWords.value.one}; at most ${signed(difference.most)}`}
      name="surprise-difference"
      label={`Difference in surprise at ${difference.columns} places of the text, in bits. Left and right move by a place.`}
      height={BARS + LETTERS}
      draw={draw}
      here={here}
      table={() => ({
        columns: [model.inspected.unitWords.peek().one, 'text', 'bits'],
        rows: Array.from(difference.values, (bits, at) => [
          difference.from + at * difference.step + 1,
          model.inspected.glyphs.peek()[difference.from + at * difference.step] ?? '',
          bits,
        ]),
      })}
      point={(at) => at && pointAt(model, difference, at.x / at.width)}
      press={(event) => walk(model, difference, event, 1)}
      place={placeIn(model, difference)}
    />
  );
}

function ActivationDifference({
  name,
  equation,
  difference,
}: {
  readonly name: string;
  readonly equation: string;
  readonly difference: Difference;
}) {
  const model = useWhatIf();
  const { inspected, layer } = model;
  const { units = 1, order = new Uint32Array(1), direction = 'forward' } = layer.value ?? {};
  const draw = useMemo(
    () => (surface: Surface, palette: Palette) => {
      const columns = columnsOf(difference, surface.width);
      const colours = divergingScale(palette.negative, palette.background, palette.positive, difference.reach || 1);
      const tile = { ...difference, from: 0, step: 1 };
      drawHeatmap(surface, surface.width, MAP, [tile], columns, { units, order, colours });
      drawLetters(surface, palette, model, columns, difference.step);
    },
    [difference, order],
  );
  const column = cursorColumn(model, difference);
  const unit = inspected.cursor.value?.unit;
  const known = column !== undefined && unit !== undefined && unit < units;
  const here = known
    ? `${placed(model, difference, column)} ${name}[${unit}]: ${plus(difference.values[column * units + unit] as number)}`
    : undefined;
  const point = (x: number, y: number) => {
    const row = Math.max(0, Math.min(units - 1, Math.floor((y / MAP) * units)));
    pointAt(model, difference, x, { unit: order[row] ?? 0, direction, map: direction === 'backward' ? `${name} ←` : name });
  };
  return (
    <Picture
      title={name}
      caption={
        here ??
        `${equation} · ${difference.most === 0 ? 'no difference' : `at most ${signed(difference.most)}; full colour from ${signed(difference.reach)}`}`
      }
      name={`difference-${name}`}
      label={`Difference of ${name}: ${units} units at ${difference.columns} places. Arrow keys move by place and unit.`}
      height={MAP + LETTERS}
      draw={draw}
      here={here}
      table={() => tableOf(difference, units)}
      point={(at) => at && point(at.x / at.width, at.y)}
      choose={() => model.takeCrosshair()}
      press={(event) => walk(model, difference, event, units)}
      place={placeIn(model, difference)}
    />
  );
}

/** A place is a column in sight. */
const columnsOf = ({ columns }: Difference, width: number): Columns => ({
  count: columns,
  columnWidth: width / Math.max(1, columns),
  offset: 0,
});

function drawLetters(surface: Surface, palette: Palette, model: WhatIfModel, columns: Columns, step: number): void {
  const { from } = model.sight.peek();
  const glyphs = model.inspected.glyphs.peek().slice(from, from + columns.count * step);
  const marked = model.inspected.cursor.value && {
    from: model.inspected.cursor.value.index - from,
    to: model.inspected.cursor.value.index - from + 1,
  };
  const text = { glyphs, ink: inkOf(glyphs), step };
  const { context, width } = surface;
  context.save();
  context.translate(0, surface.height - LETTERS);
  drawTextAxis(
    { ...surface, height: LETTERS },
    width,
    LETTERS,
    text,
    { count: glyphs.length, columnWidth: columns.columnWidth / step, offset: 0 },
    palette,
    marked,
  );
  context.restore();
}

/** The column that the crosshair is in, where it is in sight. */
function cursorColumn({ inspected }: WhatIfModel, { from, step, columns }: Difference): number | undefined {
  const index = inspected.cursor.value?.index ?? -1;
  const column = Math.floor((index - from) / step);
  return column >= 0 && column < columns ? column : undefined;
}

/** Of the crosshair, in the whole text; where it is elsewhere, the first in sight. */
const placeIn = (model: WhatIfModel, difference: Difference) => ({
  at: difference.from + (cursorColumn(model, difference) ?? 0) * difference.step,
  count: model.inspected.count.value,
});

function pointAt({ inspected }: WhatIfModel, { from, step, columns }: Difference, share: number, more: object = {}): void {
  const column = Math.max(0, Math.min(columns - 1, Math.floor(share * columns)));
  inspected.point({ ...inspected.cursor.peek(), map: undefined, ...more, index: from + column * step });
}

function walk(model: WhatIfModel, { from, step, columns }: Difference, { key }: KeyboardEvent, units: number): boolean {
  const { inspected, layer } = model;
  const order = layer.peek()?.order ?? new Uint32Array();
  const at = inspected.cursor.peek() ?? { index: from };
  const row = Math.max(0, order.indexOf(at.unit ?? order[0] ?? 0));
  const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
  if (across === 0 && (down === 0 || units === 1)) return false;
  const index = Math.max(from, Math.min(from + (columns - 1) * step, at.index + (across ?? 0) * step));
  const unit = order[Math.max(0, Math.min(order.length - 1, row + (down ?? 0)))];
  inspected.point({ ...at, index, ...(units > 1 && unit !== undefined && { unit, direction: layer.peek()?.direction }) });
  return true;
}

/** “e” (12) */
function placed({ inspected }: WhatIfModel, { from, step }: Difference, column: number): string {
  const index = from + column * step;
  return `“${alone(inspected.characters.value[index] ?? '')}” (${count(index + 1)})`;
}

const plus = (value: number): string => (Number.isNaN(value) ? 'not predicted' : `${value >= 0 ? '+' : ''}${signed(value)}`);

function tableOf({ from, step, columns, values }: Difference, units: number): Table {
  return {
    columns: ['character', ...Array.from({ length: units }, (_, unit) => `unit ${unit}`)],
    rows: Array.from({ length: columns }, (_, at) => [from + at * step + 1, ...values.subarray(at * units, (at + 1) * units)]),
  };
}

const layerName = ({ layer, direction }: { layer: number; direction: string }): string => `${layer}${direction === 'backward' ? ' ←' : ''}`;
