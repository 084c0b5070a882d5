// What the crosshair is on, in words, for who cannot see it.
import { useSignal, useSignalEffect } from '@preact/signals';
import { signed, spoken } from '../figures';
import { activationNamed, cursor, layer, trace, valueAt } from './inspection';

const PAUSE = 150; // ms: a sweep across the map is not read out, where it ends is

export function Announcement() {
  const words = useSignal('');
  useSignalEffect(() => {
    const next = inWords();
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
function inWords(): string {
  const at = cursor.value;
  const character = at && trace.value?.characters[at.index];
  if (!at || character === undefined) return '';
  const place = `${spoken(character)}, character ${at.index + 1}`;
  const activation = at.map === undefined ? undefined : activationNamed(layer.value, at.map);
  if (activation && layer.value && at.unit !== undefined)
    return `${place}, ${at.map} unit ${at.unit} = ${signed(valueAt(layer.value, activation, at.index, at.unit))}`;
  const surprise = trace.value?.surprise[at.index];
  return surprise !== undefined && surprise >= 0 ? `${place}, ${signed(surprise, 1)} bits of surprise` : place;
}
