// The same drawing as SVG: writes down what charts draw. Libraries for it set style attributes, which the page's policy forbids.
import type { Pen } from './surface';

interface Style {
  fillStyle: CanvasRenderingContext2D['fillStyle'];
  strokeStyle: CanvasRenderingContext2D['strokeStyle'];
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  imageSmoothingEnabled: boolean;
}

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: 'middle', right: 'end', end: 'end' };
const BASELINES: Partial<Record<CanvasTextBaseline, string>> = { middle: 'central', top: 'hanging', hanging: 'hanging' };

export class SvgPen implements Pen {
  fillStyle: Style['fillStyle'] = '#000';
  strokeStyle: Style['strokeStyle'] = '#000';
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  imageSmoothingEnabled = true;

  #dash: number[] = [];
  #path = '';
  #clips = 0;
  /** Groups that are open; of each `save` how many there were, and the style. */
  #groups = 0;
  readonly #saved: { readonly groups: number; readonly style: Style; readonly dash: number[] }[] = [];
  readonly #body: string[] = [];
  readonly #measuring = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;

  /** The whole file. @param background a CSS colour */
  file(width: number, height: number, background: string): string {
    const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}">`;
    return [
      open,
      `<rect width="100%" height="100%" fill="${escaped(background)}"/>`,
      ...this.#body,
      '</g>'.repeat(this.#groups),
      '</svg>\n',
    ].join('\n');
  }

  save(): void {
    this.#saved.push({ groups: this.#groups, style: this.#style(), dash: this.#dash });
  }

  restore(): void {
    const before = this.#saved.pop();
    if (!before) return;
    this.#body.push('</g>'.repeat(this.#groups - before.groups));
    this.#groups = before.groups;
    this.#dash = before.dash;
    Object.assign(this, before.style);
  }

  translate(x: number, y: number): void {
    this.#group(`transform="translate(${round(x)} ${round(y)})"`);
  }

  rotate(angle: number): void {
    this.#group(`transform="rotate(${round((angle * 180) / Math.PI)})"`);
  }

  clip(): void {
    const id = `clip${++this.#clips}`;
    this.#body.push(`<clipPath id="${id}"><path d="${this.#path}"/></clipPath>`);
    this.#group(`clip-path="url(#${id})"`);
  }

  beginPath(): void {
    this.#path = '';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${round(x)} ${round(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${round(x)} ${round(y)}`;
  }

  /** As two half circles where it is a whole one. */
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const at = (angle: number) => `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
    const sweep = Math.min(Math.abs(to - from), 2 * Math.PI) * Math.sign(to - from);
    const middle = from + sweep / 2;
    const half = (end: number) => `A${round(radius)} ${round(radius)} 0 0 ${sweep > 0 ? 1 : 0} ${at(end)}`;
    this.#path += `${this.#path === '' ? 'M' : 'L'}${at(from)}${half(middle)}${half(from + sweep)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
  }

  closePath(): void {
    this.#path += 'z';
  }

  fill(): void {
    this.#body.push(`<path d="${this.#path}" ${this.#filled()}/>`);
  }

  stroke(): void {
    this.#body.push(`<path d="${this.#path}" ${this.#stroked()}/>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#body.push(`<rect ${box(x, y, width, height)} ${this.#filled()}/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#body.push(`<rect ${box(x, y, width, height)} ${this.#stroked()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const anchor = ANCHORS[this.textAlign] ?? 'start';
    const baseline = BASELINES[this.textBaseline] ?? 'auto';
    this.#body.push(
      `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" dominant-baseline="${baseline}" style="font:${escaped(this.font)}" xml:space="preserve" ${this.#filled()}>${escaped(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    this.#measuring.font = this.font;
    return this.#measuring.measureText(text);
  }

  setLineDash(dash: number[]): void {
    this.#dash = dash;
  }

  drawImage(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    const crisp = this.imageSmoothingEnabled ? '' : ' style="image-rendering:pixelated"';
    const alpha = this.globalAlpha < 1 ? ` opacity="${this.globalAlpha}"` : '';
    this.#body.push(`<image ${box(x, y, width, height)} preserveAspectRatio="none"${crisp}${alpha} href="${image.toDataURL()}"/>`);
  }

  #group(attributes: string): void {
    this.#body.push(`<g ${attributes}>`);
    this.#groups++;
  }

  #filled(): string {
    return `fill="${escaped(String(this.fillStyle))}"${this.globalAlpha < 1 ? ` fill-opacity="${round(this.globalAlpha)}"` : ''}`;
  }

  #stroked(): string {
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.join(' ')}"` : '';
    const alpha = this.globalAlpha < 1 ? ` stroke-opacity="${round(this.globalAlpha)}"` : '';
    return `fill="none" stroke="${escaped(String(this.strokeStyle))}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"${dash}${alpha}`;
  }

  #style(): Style {
    const { fillStyle, strokeStyle, lineWidth, lineJoin, globalAlpha, font, textAlign, textBaseline, imageSmoothingEnabled } = this;
    return { fillStyle, strokeStyle, lineWidth, lineJoin, globalAlpha, font, textAlign, textBaseline, imageSmoothingEnabled };
  }
}

const box = (x: number, y: number, width: number, height: number): string =>
  `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;

/** A hundredth of a pixel is enough. */
const round = (value: number): number => Math.round(value * 100) / 100 + 0;

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Control characters, which XML does not have, are left out. */
const escaped = (text: string): string => text.replace(/\p{Cc}/gu, '').replace(/[&<>"]/gu, (sign) => NAMES[sign] as string);
