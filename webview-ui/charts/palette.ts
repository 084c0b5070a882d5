// The colours that pictures are drawn with, read from the page's CSS custom properties; and word when the theme changes them.

export interface Palette {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  readonly positive: string;
  readonly negative: string;
  readonly gate: string;
  readonly surprise: string;
  readonly warning: string;
  readonly font: string;
  readonly mono: string;
}

const PROPERTIES: Record<keyof Palette, string> = {
  background: '--zero',
  foreground: '--text',
  muted: '--muted',
  grid: '--grid',
  accent: '--accent',
  positive: '--positive',
  negative: '--negative',
  gate: '--gate',
  surprise: '--surprise',
  warning: '--warning',
  font: '--font',
  mono: '--mono',
};

/** Values at this moment, as declared on the body for the theme that is on. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const entries = Object.entries(PROPERTIES).map(([name, property]) => [name, style.getPropertyValue(property).trim()]);
  return Object.fromEntries(entries) as Record<keyof Palette, string>;
}

/** A theme switch changes attributes of the body and of the root element. Returns the way to stop listening. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return () => observer.disconnect();
}
