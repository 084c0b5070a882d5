/** HTML and SVG as text, in which whatever a person, a file or a model wrote stays text: `html` escapes all that is not markup already. */

export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | undefined | readonly Part[];

/** The parts of a list one after the other; nothing for what is undefined. */
export function html(written: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(written.reduce((text, each, index) => text + textOf(parts[index - 1]) + each));
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escaped(String(part));
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters have no place in a document: they are shown as a sign. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] as string).replace(/(?![\n\t])\p{Cc}/gu, '\ufffd');
