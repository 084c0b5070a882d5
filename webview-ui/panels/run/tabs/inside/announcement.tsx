// What the crosshair is on, in words, for who cannot see it.
import { useSignal, useSignalEffect } from '@preact/signals';
import { percent, signed, spoken } from '../../../../components/figures';
import { weightAt } from './alignment';
import { type Inspection, mapName, useInspection, valueAt } from './inspection';

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
  const { cursor, text, pointedLayer } = inspection;
  const at = cursor.value;
  const character = at && text.value?.characters[at.index];
  if (!at || character === undefined) return '';
  const place = `${spoken(character)}, character ${at.index + 1}`;
  const traced = pointedLayer.value;
  const activation = traced?.activations.find((one) => mapName(traced, one) === at.map);
  if (traced && activation && at.unit !== undefined)
    return `${place}, ${at.map?.replace(' ←', ' backwards')} unit ${at.unit} = ${signed(valueAt(traced, activation, at.index, at.unit))}`;
  if (at.other !== undefined) return `${place}, ${tie(inspection, at.index, at.other)}`;
  const surprise = text.value?.surprise[at.index];
  return surprise !== undefined && surprise >= 0 ? `${place}, ${signed(surprise, 1)} bits of surprise` : place;
}

/** "looks at e, character 3: 40 %" */
function tie({ part, trace }: Inspection, index: number, other: number): string {
  const inTarget = part.value === 'target';
  const characters = (inTarget ? trace.value : trace.value?.target)?.characters ?? [];
  const weight = inTarget ? weightAt(trace.value, index, other) : weightAt(trace.value, other, index);
  return `${inTarget ? 'looks at' : 'looked at by'} ${spoken(characters[other] ?? '')}, character ${other + 1}: ${percent(weight)}`;
}
