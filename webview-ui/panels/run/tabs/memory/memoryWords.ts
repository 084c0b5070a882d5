// What a reader should notice in the pictures of memory, said from their numbers.
import type { Eigenvalues } from '../../../../../src/engine/inspect/memory/eigenvalues';
import type { GradientsBack } from '../../../../../src/engine/inspect/memory/memory';
import { duration } from '../../../../../src/protocol/figures';
import { listInWords } from '../../../../../src/protocol/listInWords';
import type { Beside } from '../../../../../src/protocol/panelProtocol';
import { count, counted } from '../../../../components/figures';

/** 2.1 %, 0.0034 %, less than 10⁻⁸ */
export function share(part: number): string {
  if (!(part > 1e-8)) return 'less than 10⁻⁶ %';
  const percent = 100 * part;
  return `${percent >= 100 ? Math.round(percent).toLocaleString('en') : Number(percent.toPrecision(2))} %`;
}

/**
 * What “Beside other cells” would do, and how long it would take.
 * @param saved whether the text that the run learned from is a file
 * @param training this run is: how long it takes is not known before its end
 */
export function besideWords(
  besides: readonly Beside[],
  { saved, training }: { readonly saved: boolean; readonly training: boolean },
): string {
  if (besides.length === 0) return '';
  const missing = besides.filter(({ folder }) => folder === undefined);
  const cells = (some: readonly Beside[]) => listInWords(some.map(({ cell }) => cell));
  if (missing.length === 0) return `takes ${cells(besides)}, trained before`;
  if (!saved)
    return `cannot train ${cells(missing)}: this run learned from a text that was not saved. Save it, train on the file, and compare those runs.`;
  if (training) return `trains ${cells(missing)}`;
  return `trains ${cells(missing)}, about ${timeInWords(missing.reduce((sum, { seconds }) => sum + seconds, 0))}`;
}

const timeInWords = (seconds: number): string => (seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : duration(seconds));

/** How far back the loss at the crosshair is felt. */
export function reachInWords({ reach, window }: GradientsBack, left: (back: number) => number, character: string): string[] {
  const known = Array.from({ length: reach + 1 }, (_, back) => left(back));
  const end = known.findIndex(Number.isNaN);
  const values = end < 0 ? known : known.slice(0, end);
  if (values.length < 2)
    return [
      `Nothing comes before “${character}”, so its mistake is felt in no earlier state. Look at a later character, or a longer text.`,
    ];
  const felt = values.findLastIndex((value) => value >= 0.01);
  const words = [
    felt === values.length - 1
      ? `More than 1 % of the gradient of the mistake at “${character}” is left as far back as the picture goes.`
      : `Of the gradient of the mistake at “${character}” 1 % is left ${counted(felt, 'character')} back, and less before that.`,
  ];
  const border = values[window];
  if (border !== undefined)
    words.push(
      border < 1e-3
        ? `Training lets it flow ${window} characters back, where ${share(border)} is left: a longer window would teach this network hardly more.`
        : `Training lets it flow ${window} characters back, and there ${share(border)} is still left: a longer window may teach it more.`,
    );
  return words;
}

/** Which of several cells keeps most of a gradient so far back, and how much more than the least. @param kept by the cells' names */
export function keptInWords(kept: ReadonlyMap<string, number>, back: number): string | undefined {
  const known = [...kept].filter(([, left]) => left > 0).sort(([, a], [, b]) => b - a);
  const [most, least] = [known[0], known.at(-1)];
  if (!most || !least || most === least) return undefined;
  const times = most[1] / least[1];
  if (times < 1.2) return `${back} characters back all of them keep about as much of a gradient.`;
  return `${back} characters back ${most[0]} keeps ${times >= 100 ? Math.round(times).toLocaleString('en') : Number(times.toPrecision(2))} times as much of a gradient as ${least[0]}.`;
}

export function eigenvaluesInWords({ real, imaginary }: Eigenvalues): string {
  const moduli = [...real].map((value, index) => Math.hypot(value, imaginary[index] as number));
  const outside = moduli.filter((modulus) => modulus > 1).length;
  const most = Math.max(...moduli);
  if (outside === 0) return `all ${moduli.length} inside the unit circle, the largest ${most.toFixed(2)}: what was known fades.`;
  return `${outside} of ${moduli.length} outside the unit circle, the largest ${most.toFixed(2)}: in those directions a gradient grows at this step.`;
}

/** ln 2 / −λ₁, or that it does not fade. */
export function halvesInWords([first]: Float64Array): string {
  if (first === undefined) return 'the text is too short';
  if (first >= 0) return 'does not fade';
  const half = Math.LN2 / -first;
  return `${half >= 100 ? Math.round(half) : half.toPrecision(2)} characters`;
}

/** Whether clipping was rare. */
export function clippingInWords(clipped: number, updates: number): string {
  if (updates === 0) return 'No update was made yet.';
  if (clipped === 0) return `No gradient was clipped in ${counted(updates, 'update')}: none exploded.`;
  return `Clipped in ${count(clipped)} of ${counted(updates, 'update')} (${share(clipped / updates)}): there the gradient was larger than training lets it be.`;
}
