// What the crosshair is on, in words, for who cannot see it.
import { useSignal, useSignalEffect } from '@preact/signals';
import { percent } from '../../../../../src/protocol/figures';
import { signed, spoken } from '../../../../components/figures';
import { placeInWords, valueInWords } from './cellWords';
import { type Inspection, mapName, useInspection } from './inspection';

const PAUSE = 150; // ms: a sweep across the map is not read out, where it ends is

export function Announcement() {
  const inspection = useInspection();
  const words = useSignal('');
  useSignalEffect(() => {
    const next = inWords(inspection);
    const timer = setTimeout(() => {
      words.value = next;
    }, PAUSE);
    return () => clearTimeout(timer);
  });
  return (
    <p class="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
      {words.value}
    </p>
  );
}

/** "t, character 15, h unit 69 = −0.38" */
function inWords(inspection: Inspection): string {
  const { pointedLayer, surprised } = inspection;
  const { characters, cursor } = inspection.inspected;
  const at = cursor.value;
  const character = at && characters.value[at.index];
  if (!at || character === undefined) return '';
  const place = `${spoken(character)}, ${placeInWords(inspection, at.index)}`;
  const layer = pointedLayer.value;
  const activation = layer?.activations.find((one) => mapName(layer, one) === at.map);
  if (layer && activation && at.unit !== undefined) {
    const value = valueInWords(inspection.cell(layer, activation, at.index, at.unit));
    return `${place}, ${at.map?.replace(' ←', ' backwards')} unit ${at.unit} = ${value}`;
  }
  if (at.other !== undefined) return `${place}, ${tie(inspection, at.index, at.other)}`;
  const bits = surprised.value ? inspection.surpriseAt(at.index) : Number.NaN;
  return bits >= 0 ? `${place}, ${signed(bits, 1)} bits of surprise` : place;
}

/** "looks at e, character 3: 40 %" */
function tie(inspection: Inspection, index: number, other: number): string {
  const verb = inspection.inspected.part.value === 'target' ? 'looks at' : 'looked at by';
  const weight = inspection.weightsAt(index)[other] ?? 0;
  return `${verb} ${spoken(inspection.inspected.other.value?.[other] ?? '')}, ${inspection.inspected.unitWords.value.one} ${other + 1}: ${percent(weight)}`;
}
