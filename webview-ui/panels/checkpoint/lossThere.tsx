// Where this checkpoint stands on the way of its run: the curve of the loss with its update marked.
import { useSignal } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import { drawLossThere } from '../../charts/lossThere';
import type { Palette } from '../../charts/palette';
import type { Surface } from '../../charts/surface';
import { count, lossShown } from '../../components/figures';
import { Picture } from '../../components/picture';
import { heldAt, lossColumns, updateAt } from '../../components/series';
import { useWeights } from './weights';

/** Nothing where its run is not known, or made no update yet. */
export function LossThere() {
  const { opened, run } = useWeights();
  const model = run.value;
  const { update } = opened.value?.summary.checkpoint ?? {};
  if (!model || update === undefined || model.updates.value.length === 0) return null;
  return <Curve update={update} />;
}

function Curve({ update }: { readonly update: number }) {
  const { run, opened } = useWeights();
  const at = useSignal<number>();
  const model = run.value;
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const shown = run.value;
    if (!shown) return;
    const { update: marked = 0 } = opened.value?.summary.checkpoint ?? {};
    drawLossThere(surface, { columns: lossColumns(shown), marked, at: at.value, format: lossShown, palette });
  }, []);
  if (!model) return null;
  const { updates, words } = model;
  const { unit } = words.value;
  const of = (index: number | undefined) => {
    const one = updateAt(model, index);
    const held = one && heldAt(model, one);
    if (!one) return '';
    return `update ${count(one.update)}: train ${lossShown(one.loss)}${held ? `, held out ${lossShown(held.loss)}` : ''} nats/${unit}`;
  };
  const there = updates.value.findLastIndex((one) => one.update <= update);
  const place = at.value ?? Math.max(0, there);
  const later = (updates.value.at(-1)?.update ?? 0) - update;
  return (
    <Picture
      title="Loss there"
      caption={`${there < 0 ? `update ${count(update)}, before the first that is drawn` : of(there)}${later > 0 ? `; ${count(later)} updates were made after it` : ''}.`}
      name="loss-there"
      label="The loss of the run over its updates, with that of this checkpoint marked; arrow keys walk"
      height={150}
      draw={draw}
      table={() => {
        const [xs = [], losses = [], means = [], held = []] = lossColumns(model);
        return {
          columns: ['update', 'loss', 'running mean', 'held out'],
          rows: xs.map((x, index) => [x ?? 0, ...[losses, means, held].map((column) => column[index] ?? Number.NaN)]),
        };
      }}
      press={(event) => {
        const stride = event.shiftKey ? Math.max(10, Math.round(updates.value.length / 20)) : 1;
        const to = { ArrowLeft: place - stride, ArrowRight: place + stride, Home: 0, End: updates.value.length - 1 }[event.key];
        if (to !== undefined) at.value = Math.max(0, Math.min(updates.value.length - 1, to));
        return to !== undefined;
      }}
      place={{ at: place, count: updates.value.length }}
      here={of(place)}
    >
      <span class="caption">{at.value === undefined ? '' : of(place)}</span>
    </Picture>
  );
}
