// Which of the run's kept checkpoints reads the text: a slider along its way, from the first to the model that answers.
import { count } from '../../components/figures';
import { usePanel } from './runPanel';

/** Nothing where the run keeps none. */
export function CheckpointSlider() {
  const { inspected, run } = usePanel();
  const { summary, best } = run;
  const kept = summary.value?.kept ?? [];
  if (kept.length === 0) return null;
  const { checkpoint } = inspected;
  const last = kept.length;
  const at = checkpoint.value === undefined ? last : kept.indexOf(checkpoint.value);
  const answering = summary.value?.answersFrom === 'best' ? best.value?.update : summary.value?.update;
  const update = checkpoint.value ?? answering ?? 0;
  const words = `update ${count(update)} of ${count(summary.value?.update ?? 0)}`;
  const which = at === last ? `, the model that answers${summary.value?.answersFrom === 'best' ? ' (best)' : ''}` : '';
  const go = (to: number) => void inspected.scrub(kept[to]);
  return (
    <fieldset class="checkpoints" aria-label="Checkpoint that reads the text">
      <label class="choice-label" for="checkpoint">
        Learned until
      </label>
      <Step name="Earlier checkpoint" glyph="‹" disabled={at === 0} go={() => go(at - 1)} />
      <input
        id="checkpoint"
        type="range"
        min={0}
        max={last}
        value={at}
        data-testid="checkpoint"
        aria-valuetext={words + which}
        onInput={(event) => go(Number(event.currentTarget.value))}
      />
      <Step name="Later checkpoint" glyph="›" disabled={at === last} go={() => go(at + 1)} />
      <span class="checkpoint-words" data-testid="checkpoint-words">
        {words}
        {which}
      </span>
    </fieldset>
  );
}

function Step({ name, glyph, disabled, go }: { name: string; glyph: string; disabled: boolean; go: () => void }) {
  return (
    <button type="button" class="chip icon" aria-label={name} title={name} disabled={disabled} onClick={go}>
      {glyph}
    </button>
  );
}
