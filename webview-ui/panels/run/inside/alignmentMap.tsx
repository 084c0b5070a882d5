// Where a translator looked: the other text down, the text shown across, darker where more weight lay. Each target character's weights sum to 1.
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { sequentialScale } from '../../../charts/colourScale';
import { drawHeatmap } from '../../../charts/heatmap';
import { drawTextColumn } from '../../../charts/textAxis';
import { alone, inText, percent, spoken } from '../figures';
import { palette } from '../theme';
import { lookedAt, weightAt } from './alignment';
import { characterAt } from './axisRows';
import { active, columns, cursor, other, part, point, showPart, text, trace, trackWidth } from './inspection';
import { mapKeys, rowAt } from './mapKeys';
import { MapTooltip } from './mapTooltip';
import { ScaleLegend } from './scaleLegend';

const MAP = 'alignment';
const TALLEST_ROW = 18;
const TALLEST = 400;
const LETTERS = 14;

export function AlignmentMap() {
  const [canvas, letters] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  const glyphs = useMemo(() => other.value?.characters.map(inText) ?? [], [other.value]);
  const rows = glyphs.length;
  const height = Math.max(rows, Math.min(TALLEST, rows * TALLEST_ROW));
  const values = useMemo(() => lookedAt(trace.value, part.value), [trace.value, part.value]);
  const order = useMemo(() => Uint32Array.from({ length: rows }, (_, row) => row), [rows]);
  const colours = useMemo(() => sequentialScale(palette.value.background, palette.value.gate, 0, 1), [palette.value]);
  const at = cursor.value;
  useLayoutEffect(() => {
    if (canvas.current) drawHeatmap(canvas.current, trackWidth.value, height, { values, units: rows, order }, columns.value, colours);
  }, [values, order, height, columns.value, trackWidth.value, colours]);
  useLayoutEffect(() => {
    if (letters.current) drawTextColumn(letters.current, LETTERS, height, glyphs, palette.value, at?.other);
  }, [glyphs, height, palette.value, at?.other]);

  const goTo = (index: number, row: number) => point({ index, other: row, map: MAP });
  const [across, down] = part.value === 'source' ? ['source', 'target'] : ['target', 'source'];
  const flip = () => showPart(part.peek() === 'source' ? 'target' : 'source');
  return (
    <section class="map-row map alignment" aria-label="alignment">
      <div class="map-label">
        <span class="map-name">α</span>
        <span class="map-role">alignment</span>
        <ScaleLegend scale={{ colours, low: '0', high: '1' }} />
        <span class="map-role">{down} ↓</span>
      </div>
      <div class="map-letters" style={{ height: `${height}px`, width: `${LETTERS}px` }}>
        <canvas ref={letters} />
      </div>
      <div class="track" style={{ height: `${height}px` }}>
        <div
          class="surface"
          role="slider"
          aria-roledescription="alignment matrix"
          aria-valuemin={1}
          aria-valuemax={columns.value.count}
          aria-valuenow={(at?.index ?? 0) + 1}
          aria-valuetext={at?.other === undefined ? spoken(text.value?.characters[at?.index ?? 0] ?? '') : inWords(at.index, at.other)}
          aria-label={`Alignment: ${rows} characters of the ${down} by ${columns.value.count} of the ${across}. Arrow keys move in both texts, Enter shows the ${down}.`}
          tabIndex={0}
          data-testid="alignment"
          onPointerMove={(event) => goTo(characterAt(event), rowAt(event, rows))}
          onDblClick={flip}
          onFocus={() => {
            active.value = true;
          }}
          onBlur={() => {
            active.value = false;
          }}
          onKeyDown={(event) => mapKeys(event, { rows, row: cursor.peek()?.other ?? 0, moveTo: goTo, choose: flip })}
        >
          <canvas ref={canvas} />
        </div>
        <i class="cross-column" />
        {at?.other !== undefined && (
          <i class="cross-unit" style={{ top: `calc(${(at.other / rows) * 100}% - 1px)`, height: `calc(${100 / rows}% + 2px)` }} />
        )}
        {active.value && at?.map === MAP && at.other !== undefined && (
          <MapTooltip index={at.index} share={at.other / rows} words={inWords(at.index, at.other)} />
        )}
      </div>
      <p class="equation">α_ts = softmax_s(score(h_t, m_s))</p>
    </section>
  );
}

/** “J” looks at “j”: 83 % */
function inWords(index: number, row: number): string {
  const [t, s] = part.value === 'source' ? [row, index] : [index, row];
  const [target, source] = [trace.value?.target?.characters[t] ?? '', trace.value?.characters[s] ?? ''];
  return `“${alone(target)}” looks at “${alone(source)}”: ${percent(weightAt(trace.value, t, s))}`;
}
