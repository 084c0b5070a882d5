// The palette of the theme that is on, as a signal: whoever draws reads it and so redraws when it changes.
import { signal } from '@preact/signals';
import { onThemeChange, readPalette } from '../charts/palette';

export const palette = signal(readPalette());

onThemeChange(() => {
  const next = readPalette();
  if (JSON.stringify(next) !== JSON.stringify(palette.peek())) palette.value = next;
});
