// How surprised each side is at each character, what that comes to in words, and where in the text one looks.
import { useCallback } from 'preact/hooks';
import type { Palette } from '../../charts/palette';
import { drawReadings, readingsHeight } from '../../charts/readings';
import type { Surface } from '../../charts/surface';
import { alone, count } from '../../components/figures';
import { Picture } from '../../components/picture';
import { comparedInWords } from './comparedInWords';
import { COLOURS, type Comparison, useComparison } from './comparison';

export function SurprisePicture() {
  const comparison = useComparison();
  const { readings } = comparison;
  const { window } = readings;
  const predicted = readings.predicted.value;
  const draw = useCallback((surface: Surface, palette: Palette) => {
    window.width.value = surface.width;
    drawReadings(surface, readings.inSight.value, readersOf(comparison), palette);
  }, []);
  if (predicted.length === 0) return <p class="empty-line">None of these predicts the characters of a text.</p>;
  const names = predicted.map(({ side }) => comparison.nameOf(side));
  const here = readings.here.value;
  return (
    <>
      <Picture
        title="Surprise"
        caption={comparedInWords(
          predicted.map(({ surprise }, index) => ({ name: names[index] ?? '', bits: surprise })),
          readings.characters.value,
        )}
        name="compare-surprise"
        label="Surprise of each at every character; arrow keys walk through the text"
        height={readingsHeight(predicted.length)}
        draw={draw}
        table={() => ({
          columns: ['character', ...names.map((name) => `${name}, bits`)],
          rows: readings.characters
            .peek()
            .map((character, t) => [alone(character), ...predicted.map(({ surprise }) => surprise[t] ?? Number.NaN)]),
        })}
        here={here}
        point={window.point}
        press={window.press}
      />
      <Scroll />
      <p class="reading" data-testid="surprise-here">
        {here ?? 'Point at a character, or walk through them with the arrow keys.'}
      </p>
    </>
  );
}

const readersOf = (comparison: Comparison) =>
  comparison.readings.predicted.value.map(({ side, surprise }) => ({
    name: comparison.nameOf(side),
    colour: COLOURS[comparison.sides.value.indexOf(side)] ?? 'foreground',
    bits: surprise,
  }));

/** Nothing where all of the text is in sight. */
function Scroll() {
  const { window, characters } = useComparison().readings;
  const { first, fitting } = window;
  const all = characters.value.length;
  const last = all - fitting.value;
  if (last <= 0) return null;
  return (
    <input
      class="text-scroll"
      type="range"
      min={0}
      max={last}
      value={Math.min(last, first.value)}
      aria-label="Place in the text"
      aria-valuetext={`characters ${count(first.value + 1)} to ${count(first.value + fitting.value)} of ${count(all)}`}
      onInput={(event) => {
        first.value = Number(event.currentTarget.value);
      }}
    />
  );
}
