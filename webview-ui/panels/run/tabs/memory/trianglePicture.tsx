// All losses in sight against all earlier states.
import { useCallback } from 'preact/hooks';
import { drawLossTriangle } from '../../../../charts/lossTriangle';
import type { Palette } from '../../../../charts/palette';
import type { Surface } from '../../../../charts/surface';
import { alone } from '../../../../components/figures';
import { Picture } from '../../../../components/picture';
import { characterAt, labelOf } from './gradientPicture';
import { type MemoryModel, useMemory } from './memoryModel';

const HEIGHT = 360;

export function TrianglePicture() {
  const model = useMemory();
  const { at, inspected, lines, point, press, window } = model;
  const draw = useCallback((surface: Surface, palette: Palette) => drawTriangle(model, surface, palette), []);
  const [line] = lines.value;
  return (
    <Picture
      title="Every mistake, every earlier state"
      caption={`Row: the ${inspected.unitWords.value.one} whose loss it is. Column: the state that the gradient reaches${line ? ` (${labelOf(model, line)})` : ''}. Each decade is one shade.`}
      name="memory-triangle"
      label={inspected.say(
        'What is left of the gradient of every loss in sight at every earlier character; arrow keys walk through the text',
      )}
      height={HEIGHT}
      draw={draw}
      table={() => tableOf(model)}
      here={`${inspected.unitWords.value.one} ${at.value + 1}, ${alone(inspected.characters.value[at.value] ?? '')}`}
      choose={({ x, y, width }) => {
        const { from, to } = window.value;
        const row = from + Math.floor(((y - 8) / (HEIGHT - 30)) * (to - from));
        point(Math.max(row, characterAt(model, x, width)));
      }}
      press={press}
      place={{ at: at.value, count: inspected.count.value }}
    />
  );
}

function drawTriangle(model: MemoryModel, surface: Surface, palette: Palette): void {
  const { from, to } = model.window.value;
  const [line] = model.lines.value;
  if (!line) return;
  drawLossTriangle(surface, {
    count: to - from,
    left: (loss, state) => model.left(line, from + loss, from + state),
    at: model.at.value - from,
    colour: line.side.colour,
    palette,
  });
}

/** A row for each loss, a column for each state. */
function tableOf(model: MemoryModel) {
  const { from, to } = model.window.peek();
  const [line] = model.lines.peek();
  const places = Array.from({ length: to - from }, (_, index) => from + index);
  return {
    columns: ['loss at', ...places.map((state) => `state ${state + 1}`)],
    rows: places.map((loss) => [String(loss + 1), ...places.map((state) => (line ? model.left(line, loss, state) : Number.NaN))]),
  };
}
