/** The loss curve of a report as SVG: training and validation over updates, with axes; its colours are those of the page. */
import type { Updated, Validated } from '../../trainingEvent';
import { html, type Markup } from './markup';

const [WIDTH, HEIGHT] = [760, 280];
const EDGE = { left: 48, right: 24, top: 12, bottom: 36 };
/** Points of the training's curve: each is the mean of its neighbours. */
const MOST_POINTS = 150;

interface Point {
  readonly update: number;
  readonly loss: number;
}

/** Undefined where no loss is a number. @param level what n-grams reach: a line across */
export function lossFigure(
  updates: readonly Updated[],
  validations: readonly Validated[],
  unit: string,
  level?: number,
): Markup | undefined {
  const training = inGroups(updates.filter(({ loss }) => Number.isFinite(loss)));
  const heldOut = validations.filter(({ loss }) => Number.isFinite(loss));
  const all: readonly Point[] = [...training, ...heldOut];
  if (all.length === 0) return undefined;
  const losses = [...all.map(({ loss }) => loss), ...(level === undefined ? [] : [level])];
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const last = Math.max(1, ...all.map(({ update }) => update));
  const [low, high] = least === most ? [least - 1, most + 1] : [least, most];
  const x = (update: number) => EDGE.left + (update / last) * (WIDTH - EDGE.left - EDGE.right);
  const y = (loss: number) => HEIGHT - EDGE.bottom - ((loss - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const line = (points: readonly Point[]) => points.map(({ update, loss }) => `${x(update).toFixed(1)},${y(loss).toFixed(1)}`).join(' ');
  const best = heldOut.findLast((validation) => validation.best);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Loss over updates, in nats for each ${unit}: its numbers are in the table below">
${ticks(low, high).map(
  (loss) => html`<line class="grid" x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${y(loss)}" y2="${y(loss)}"/>
<text x="${EDGE.left - 8}" y="${y(loss) + 4}" text-anchor="end">${Number(loss.toPrecision(6))}</text>`,
)}
${ticks(0, last)
  .filter(Number.isInteger)
  .map(
    (update) => html`<text x="${x(update)}" y="${HEIGHT - EDGE.bottom + 18}" text-anchor="middle">${update.toLocaleString('en')}</text>`,
  )}
<text x="${(WIDTH + EDGE.left) / 2}" y="${HEIGHT - 2}" text-anchor="middle">update</text>
${level === undefined ? undefined : html`<line class="ngram" x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${y(level)}" y2="${y(level)}"/>`}
<polyline class="training" points="${line(training)}"/>
<polyline class="validation" points="${line(heldOut)}"/>
${heldOut.length <= 60 ? heldOut.map(({ update, loss }) => html`<circle class="held" cx="${x(update)}" cy="${y(loss)}" r="2.5"/>`) : undefined}
${best && html`<circle class="best" cx="${x(best.update)}" cy="${y(best.loss)}" r="5"/>`}
</svg>`;
}

function inGroups(updates: readonly Updated[]): readonly Point[] {
  const size = Math.ceil(updates.length / MOST_POINTS);
  const points: Point[] = [];
  for (let from = 0; from < updates.length; from += size) {
    const group = updates.slice(from, from + size);
    const mean = (of: (one: Updated) => number) => group.reduce((sum, one) => sum + of(one), 0) / group.length;
    points.push({ update: mean(({ update }) => update), loss: mean(({ loss }) => loss) });
  }
  return points;
}

/** Round numbers between two, some five of them: steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number): readonly number[] {
  const rough = (high - low) / 5;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = decade * ([1, 2, 5, 10].find((times) => times * decade >= rough) ?? 10);
  const found: number[] = [];
  for (let at = Math.ceil(low / step); at * step <= high; at++) found.push(Number((at * step).toPrecision(12)));
  return found;
}
