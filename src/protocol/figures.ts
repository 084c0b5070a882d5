/** Times and shares as people read them: one way in the editor, the panel and on the command line. */

/** 0:05, 1:20, 1:02:03. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = (part: number) => String(part).padStart(2, '0');
  return h > 0 ? `${h}:${padded(m)}:${padded(s)}` : `${m}:${padded(s)}`;
}

/** 71 %, and never 0 % for what can happen. */
export const percent = (probability: number): string =>
  probability > 0 && probability < 0.005 ? '<1 %' : `${Math.round(probability * 100)} %`;

/** How well a filling fits: its share of all that were weighed, or, where the model is older and cannot say it, its nats per character. */
export const fittingShown = ({ share, nats }: { readonly share?: number; readonly nats: number }): string =>
  share === undefined ? `${nats.toFixed(2)} nats/char` : percent(share);
