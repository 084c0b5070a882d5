// The gradient of the loss at the crosshair, back through the text: one line for each state that is shown.

import { useCallback } from 'preact/hooks';
import { columnsOf, drawGradientCurves, LEFT } from '../../../../charts/gradientCurves';
import type { Palette } from '../../../../charts/palette';
import { columnAt, type Surface } from '../../../../charts/surface';
import { alone } from '../../../../components/figures';
import { Picture } from '../../../../components/picture';
import { type MemoryModel, type ShownLine, useMemory } from './memoryModel';
import { reachInWords, share } from './memoryWords';

const HEIGHT = 300;
/** Of a side's second, third … line. */
const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [8, 3, 2, 3]];

export function GradientPicture() {
  const model = useMemory();
  const { at, inspected, own, point, press } = model;
  const draw = useCallback((surface: Surface, palette: Palette) => drawCurves(model, surface, palette), []);
  const character = alone(inspected.characters.value[at.value] ?? '');
  const { one, many } = inspected.unitWords.value;
  const [line] = model.lines.value.filter(({ side }) => side === own);
  const gradients = own.gradients.value;
  const left = (back: number) => (line && gradients ? model.left(line, at.value, at.value - gradients.ahead - back) : Number.NaN);
  const words = gradients && at.value >= gradients.from ? reachInWords(gradients, left, character).map(inspected.say) : [];
  return (
    <>
      <Picture
        title={`How far back the mistake at “${character}” is felt`}
        caption={
          <>
            ‖∂ℓ<sub>t</sub>/∂h<sub>s</sub>‖ over its value where the mistake is made, for the state after every earlier{' '}
            {inspected.unitWords.value.one} s. Dashed: the window T that training lets it flow through.
          </>
        }
        name="memory-gradient"
        label={inspected.say(
          'What is left of the gradient of the loss at the crosshair, at every earlier character; arrow keys walk through the text',
        )}
        height={HEIGHT}
        draw={draw}
        table={() => tableOf(model)}
        here={`${one} ${at.value + 1}, ${character}: ${share(left(10))} is left 10 ${many} back`}
        choose={({ x, width }) => point(characterAt(model, x, width))}
        press={press}
        place={{ at: at.value, count: inspected.count.value }}
      />
      {words.map((sentence) => (
        <p key={sentence} class="memory-words" data-testid="memory-words">
          {sentence}
        </p>
      ))}
    </>
  );
}

/** That is at x in a picture over the stretch in sight. */
export function characterAt({ window }: MemoryModel, x: number, width: number): number {
  const { from, to } = window.peek();
  return from + columnAt(columnsOf(to - from, width), x - LEFT);
}

function drawCurves(model: MemoryModel, surface: Surface, palette: Palette): void {
  const { from, to } = model.window.value;
  const at = model.at.value;
  const gradients = model.own.gradients.value;
  const curves = model.lines.value.map((line) => ({
    label: labelOf(model, line),
    colour: line.side.colour,
    dash: DASHES[model.lines.value.filter(({ side }) => side === line.side).indexOf(line) % DASHES.length] ?? [],
    values: Float32Array.from({ length: to - from }, (_, index) => model.left(line, at, from + index)),
  }));
  drawGradientCurves(surface, {
    glyphs: model.inspected.glyphs.value.slice(from, to),
    curves,
    at: at - from,
    border: gradients ? at - gradients.ahead - gradients.window - from : -1,
    logarithmic: model.kept.value.scale === 'log',
    palette,
  });
}

/** As short as it can be told apart. */
export function labelOf({ layers, lines, sides }: MemoryModel, { layer, side, state }: ShownLine): string {
  const beside = sides.value.length > 1;
  const several = lines.value.filter((line) => line.side === side).length > 1;
  const words = [
    ...(beside ? [side.name] : []),
    ...(several || !beside ? [layers.value.length > 1 ? `${state}, layer ${layer}` : state] : []),
  ];
  return words.join(' ');
}

/** A row for each character back, a column for each line. */
function tableOf(model: MemoryModel) {
  const at = model.at.peek();
  const lines = model.lines.peek();
  const { ahead = 0, reach = 0 } = model.own.gradients.peek() ?? {};
  const characters = model.inspected.characters.peek();
  const { one, many } = model.inspected.unitWords.peek();
  return {
    columns: [`${many} back`, one, ...lines.map((line) => labelOf(model, line))],
    rows: Array.from({ length: Math.min(reach, at - ahead) + 1 }, (_, back) => [
      back,
      alone(characters[at - ahead - back] ?? ''),
      ...lines.map((line) => model.left(line, at, at - ahead - back)),
    ]),
  };
}
