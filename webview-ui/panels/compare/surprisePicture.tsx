// How surprised each side is at each character, what that comes to in words, and where in the text one looks.
import { useCallback } from 'preact/hooks';
import type { Palette } from '../../charts/palette';
import { drawReadings, readingsHeight } from '../../charts/readings';
import type { Surface } from '../../charts/surface';
import { alone } from '../../components/figures';
import { inSight } from '../../components/textMaps/inColumns';
import { TextPicture } from '../../components/textMaps/textPicture';
import { type Comparison, useComparison } from './comparison';

export function SurprisePicture() {
  const comparison = useComparison();
  const { readings } = comparison;
  const { goTo, walked, words } = readings;
  const predicted = readings.predicted.value;
  const draw = useCallback((surface: Surface, palette: Palette) => {
    drawReadings(surface, readings.inSight.value, readersOf(comparison), readings.surprise.value.scale, palette);
  }, []);
  if (predicted.length === 0) return <p class="empty-line">None of these predicts the characters of a text.</p>;
  const here = readings.here.value;
  return (
    <>
      <TextPicture
        title="Surprise"
        caption={words.value}
        name="compare-surprise"
        label="Surprise of each at every character; arrow keys walk through the text"
        height={readingsHeight(predicted.length)}
        draw={draw}
        table={() => tableOf(comparison)}
        here={here}
        walked={walked}
        goTo={goTo}
      />
      <p class="reading" data-testid="surprise-here">
        {here ?? 'Point at a character, or walk through them with the arrow keys.'}
      </p>
    </>
  );
}

function readersOf(comparison: Comparison) {
  const { axis, predicted, surprise } = comparison.readings;
  const look = axis.look.value;
  return surprise.value.readers.map(({ bits, difference }, at) => {
    const { side } = predicted.value[at] as (typeof predicted.value)[number];
    const colour = comparison.colourOfSide(side);
    return { name: comparison.nameOf(side), colour, bits: inSight(bits, look), difference: inSight(difference, look) };
  });
}

/** Of the whole text: the file is for reckoning. */
const tableOf = (comparison: Comparison) => {
  const predicted = comparison.readings.predicted.peek();
  return {
    columns: ['character', ...predicted.map(({ side }) => `${comparison.nameOf(side)}, bits`)],
    rows: comparison.readings.characters
      .peek()
      .map((character, t) => [alone(character), ...predicted.map(({ surprise }) => surprise[t] ?? Number.NaN)]),
  };
};
