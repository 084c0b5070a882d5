// Where a translator looked: the other text down, the text shown across, darker where more weight lay. Each target character's weights sum to 1.
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { percent } from '../../../../../src/protocol/figures';
import { sequentialScale } from '../../../../charts/colourScale';
import { areWords, drawTextColumn } from '../../../../charts/textAxis';
import { alone, inText } from '../../../../components/figures';
import { ScaleLegend } from '../../../../components/scaleLegend';
import type { Drawn } from '../../../../components/textMaps/fieldTiles';
import { palette } from '../../../../components/theme';
import { Heatmap } from './heatmap';
import { type Inspection, useInspection } from './inspection';
import { MapExport } from './mapExport';
import { MapTooltip } from './mapTooltip';

const MAP = 'alignment';
const TALLEST_ROW = 18;
const TALLEST = 400;
const LETTERS = 14;
const WORDS = 64;

export function AlignmentMap() {
  const inspection = useInspection();
  const { active, count, cursor, other, part } = inspection.inspected;
  const letters = useRef<HTMLCanvasElement>(null);
  const glyphs = useMemo(() => other.value?.map(inText) ?? [], [other.value]);
  const rows = glyphs.length;
  const letterWidth = areWords(glyphs) ? WORDS : LETTERS;
  const height = Math.max(rows, Math.min(TALLEST, rows * TALLEST_ROW));
  const drawn = useMemo((): Drawn => ({ part: part.value, field: { kind: 'alignment' }, planes: ['mean'] }), [part.value]);
  const colours = useMemo(() => sequentialScale(palette.value.background, palette.value.gate, 0, 1), [palette.value]);
  const look = useMemo(() => ({ units: rows, order: Uint32Array.from({ length: rows }, (_, row) => row), colours }), [rows, colours]);
  const at = cursor.value;
  useLayoutEffect(() => {
    if (letters.current) drawTextColumn(letters.current, letterWidth, height, glyphs, palette.value, at?.other);
  }, [glyphs, height, palette.value, at?.other]);

  const [across, down] = part.value === 'source' ? ['source', 'target'] : ['target', 'source'];
  return (
    <section class="map-row map alignment" aria-label="alignment">
      <div class="map-label">
        <span class="map-name">α</span>
        <span class="map-role">alignment</span>
        <ScaleLegend scale={{ colours, low: '0', high: '1' }} />
        <span class="map-role">{down} ↓</span>
        <MapExport
          name="alignment"
          label="Alignment"
          drawn={drawn}
          look={look}
          height={height}
          rowName={(row) => `${row + 1} ${glyphs[row]}`}
        />
      </div>
      <div class="map-letters" style={{ height: `${height}px`, width: `${letterWidth}px` }}>
        <canvas ref={letters} />
      </div>
      <div class="track" style={{ height: `${height}px` }}>
        <Heatmap
          drawn={drawn}
          look={look}
          height={height}
          testid="alignment"
          kind="alignment matrix"
          label={`Alignment: ${rows} ${inspection.inspected.unitWords.value.many} of the ${down} by ${count.value} of the ${across}. Arrow keys move in both texts, Enter shows the ${down}.`}
          here={at?.other === undefined ? undefined : inWords(inspection, at.index, at.other)}
          row={() => cursor.peek()?.other ?? 0}
          goTo={(index, row) => inspection.inspected.point({ index, other: row, map: MAP })}
          choose={() => inspection.showPart(part.peek() === 'source' ? 'target' : 'source')}
          chosenBy="onDblClick"
        />
        <i class="cross-column" />
        {at?.other !== undefined && (
          <i class="cross-unit" style={{ top: `calc(${(at.other / rows) * 100}% - 1px)`, height: `calc(${100 / rows}% + 2px)` }} />
        )}
        {active.value && at?.map === MAP && at.other !== undefined && (
          <MapTooltip index={at.index} row={at.other} rows={rows} words={inWords(inspection, at.index, at.other)} />
        )}
      </div>
      <p class="equation">α_ts = softmax_s(score(h_t, m_s))</p>
    </section>
  );
}

/** “J” looks at “j”: 83 % */
function inWords(inspection: Inspection, index: number, row: number): string {
  const { characters, other, part } = inspection.inspected;
  const [here, there] = [alone(characters.value[index] ?? ''), alone(other.value?.[row] ?? '')];
  const [target, source] = part.value === 'source' ? [there, here] : [here, there];
  return `“${target}” looks at “${source}”: ${percent(inspection.weightsAt(index)[row] ?? 0)}`;
}
