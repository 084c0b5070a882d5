// Runs as lines along the settings in which they differ, to what came of them; axes can be brushed, by pointer and keyboard.
import { useSignal } from '@preact/signals';
import { useCallback, useRef } from 'preact/hooks';
import type { RunSummary } from '../../../src/protocol/engineProtocol';
import type { Palette } from '../../charts/palette';
import { drawParallel, lineAt, type ParallelLine, placeAt } from '../../charts/parallelCoordinates';
import type { Surface } from '../../charts/surface';
import { counted } from '../../components/figures';
import { Picture } from '../../components/picture';
import { type Comparison, useComparison } from './comparison';
import type { Brush, Ranking } from './ranking';

const HEIGHT = 260;
/** Fewer are told better by the table. */
const FEWEST = 3;
/** A pointer that moved less has clicked. Shares of an axis. */
const CLICK = 0.02;
/** Around one value, as a share of the axis. */
const ABOUT = 0.004;

/** Nothing where there is nothing to see: of two runs, or of runs that differ in no setting. */
export function ParallelPicture() {
  const comparison = useComparison();
  const { ranking } = comparison;
  const { axes, brush, brushes, clearBrushes, lit, ranked, through } = ranking;
  const axis = useSignal<number>();
  const [from, held] = [useRef<{ readonly axis: number; readonly share: number }>(undefined), useRef<number>(undefined)];
  const draw = useCallback((surface: Surface, palette: Palette) => drawRuns(comparison, axis.value, surface, palette), []);
  if (ranked.value.length < FEWEST || axes.value.length < 2) return null;
  const count = axes.value.length;
  const shown = () => ranked.peek().filter(({ folder }) => through.peek().has(folder));
  const point = (at: { readonly x: number; readonly y: number; readonly width: number } | undefined) => {
    const line = at && lineAt(at.x, at.y, at.width, HEIGHT, linesOf(comparison));
    lit.value = line === undefined ? undefined : ranked.peek()[line]?.folder;
  };
  const nameOf = (index: number) => axes.peek()[index]?.name ?? '';
  const hold = (phase: 'begin' | 'move' | 'end', { x, y, width }: { readonly x: number; readonly y: number; readonly width: number }) => {
    const place = placeAt(x, y, width, HEIGHT, count);
    if (phase === 'begin') from.current = place.near ? place : undefined;
    const begun = from.current;
    if (!begun) return;
    const [low, high] = [Math.min(begun.share, place.share), Math.max(begun.share, place.share)];
    if (phase !== 'begin') brush(nameOf(begun.axis), high - low < CLICK ? undefined : [low, high]);
    if (phase === 'end') from.current = undefined;
  };
  const walk = (step: number) => {
    const all = shown();
    const at = all.findIndex(({ folder }) => folder === lit.peek());
    lit.value = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))]?.folder;
  };
  const mark = () => {
    const at = axis.peek() ?? 0;
    const share = axes.peek()[at]?.shares.get(lit.peek() ?? '');
    if (share === undefined || Number.isNaN(share)) return;
    const other = held.current;
    held.current = other === undefined ? share : undefined;
    brush(nameOf(at), [Math.min(share, other ?? share) - ABOUT, Math.max(share, other ?? share) + ABOUT]);
  };
  const press = ({ key }: KeyboardEvent): boolean => {
    const to = axis.peek() ?? 0;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => walk(1),
      ArrowUp: () => walk(-1),
      Home: () => walk(-ranked.peek().length),
      End: () => walk(ranked.peek().length),
      ArrowLeft: () => (axis.value = Math.max(0, to - 1)),
      ArrowRight: () => (axis.value = axis.peek() === undefined ? 0 : Math.min(count - 1, to + 1)),
      Enter: mark,
      Escape: () => brush(nameOf(to), undefined),
    };
    if (key === 'ArrowLeft' || key === 'ArrowRight' || key === 'Escape') held.current = undefined;
    keys[key]?.();
    return key in keys;
  };
  const place = shown().findIndex(({ folder }) => folder === lit.value);
  return (
    <Picture
      title="Settings and what came of them"
      caption={captionOf(ranking)}
      name="parallel"
      label={`${counted(ranked.value.length, 'run')} as lines along ${axes.value.map(({ name }) => name).join(', ')}. Up and down walk through the runs from the best on, left and right through the axes; Enter lets through what the run has there, and once more up to what another has; Escape lets all through.`}
      height={HEIGHT}
      draw={draw}
      table={() => tableOf(ranking)}
      here={hereOf(ranking, axis.value)}
      point={point}
      hold={hold}
      press={press}
      place={{ at: Math.max(0, place), count: through.value.size }}
    >
      {brushes.value.size > 0 && (
        <button type="button" class="chip" onClick={clearBrushes} data-testid="clear-brushes">
          Let all through
        </button>
      )}
      <span class="visually-hidden" aria-live="polite" data-testid="parallel-here">
        {hereOf(ranking, axis.value)}
      </span>
    </Picture>
  );
}

function captionOf({ objective, ranked, lit }: Ranking): string {
  const run = ranked.value.find(({ folder }) => folder === lit.value);
  const by = objective.value?.name === 'accuracy' ? 'accuracy' : 'validation loss';
  return run
    ? run.name
    : `A line is a run: the stronger its colour, the better its ${by}. Drag along an axis to keep only the runs that pass there.`;
}

function hereOf({ axes, lit, ranked, through, objective }: Ranking, axis: number | undefined): string {
  const run = ranked.value.find(({ folder }) => folder === lit.value);
  const at = axis === undefined ? undefined : axes.value[axis];
  const judged = objective.value;
  const of = (one: NonNullable<typeof at>, which: RunSummary) => `${one.name} ${shownOf(one.name, which, axes.value)}`;
  const result = run && judged && axes.value.find(({ name }) => name === judged.name);
  const words = [
    run?.name,
    run && at && of(at, run),
    run && result && result !== at && of(result, run),
    !run && at && `axis ${at.name}`,
    through.value.size < ranked.value.length && `${through.value.size} of ${counted(ranked.value.length, 'run')} are let through`,
  ];
  return words.filter(Boolean).join(', ') || counted(ranked.value.length, 'run');
}

function shownOf(name: string, run: RunSummary, axes: Ranking['axes']['value']): string {
  const axis = axes.find((one) => one.name === name);
  return axis ? axis.shown(axis.of(run)) : '';
}

function linesOf(comparison: Comparison): ParallelLine[] {
  const { axes, ranked, through, lit } = comparison.ranking;
  const beside = new Set(comparison.sides.value.map(({ folder }) => folder));
  const judged = axes.value.at(-1);
  const known = ranked.value.filter(({ folder }) => Number.isFinite(judged?.shares.get(folder)));
  const ranks = new Map(known.map(({ folder }, at) => [folder, known.length > 1 ? at / (known.length - 1) : 0]));
  return ranked.value.map((run) => ({
    at: axes.value.map(({ shares }) => shares.get(run.folder) ?? Number.NaN),
    rank: ranks.get(run.folder),
    through: through.value.has(run.folder),
    lit: run.folder === lit.value,
    colour: beside.has(run.folder) ? comparison.colourOf(run.folder) : undefined,
    values: axes.value.map((axis) => axis.shown(axis.of(run))),
  }));
}

function drawRuns(comparison: Comparison, axis: number | undefined, surface: Surface, palette: Palette): void {
  const { ranking } = comparison;
  const brushOf = (name: string): Brush | undefined => ranking.brushes.value.get(name);
  drawParallel(surface, {
    axes: ranking.axes.value.map(({ name, span, marks, names, shown }) => ({
      label: name === 'seconds' ? 'time' : name,
      ...(span && { span }),
      ...(marks && { marks }),
      ...(names && { names }),
      format: shown,
      brush: brushOf(name),
    })),
    lines: linesOf(comparison),
    axis,
    palette,
  });
}

function tableOf({ axes, ranked, through }: Ranking) {
  const cell = (value: unknown) => (typeof value === 'number' ? value : value === undefined ? '' : String(value));
  const runs = ranked.peek().filter(({ folder }) => through.peek().has(folder));
  return {
    columns: ['run', ...axes.peek().map(({ name }) => name)],
    rows: runs.map((run) => [run.name, ...axes.peek().map((axis) => cell(axis.of(run)))]),
  };
}
