// How training goes: curves, samples as they evolve, and the facts of the run.
import { ConfusionMatrix } from '../../../../components/confusionMatrix';
import { usePanel } from '../../runPanel';
import { trainOn } from '../../trainingAction';
import { Curves } from './curves';
import { Facts } from './facts';
import { Samples } from './samples';

export function Training() {
  const { updates } = usePanel().run;
  return (
    <div class="columns">
      <div class="column-main">
        <Outcome />
        {updates.value.length === 0 ? <Waiting /> : <Curves />}
        <HeldOut />
        <Samples />
      </div>
      <aside class="column-side" aria-label="Facts of this run">
        <Facts />
      </aside>
    </div>
  );
}

/** What a classifier takes for what, at its latest validation. */
function HeldOut() {
  const confusion = usePanel().run.lastConfusion.value;
  if (!confusion) return null;
  return (
    <section class="section" aria-label="Confusion">
      <div class="section-head">
        <h2>Confusion</h2>
        <p class="caption">of what was held out, at the latest validation</p>
      </div>
      <ConfusionMatrix confusion={confusion} />
    </section>
  );
}

/** Before the first figure there is still something to say. */
function Waiting() {
  const { started, training } = usePanel().run;
  if (!training.value) return <p class="empty">This run ended before its first update.</p>;
  return (
    <div class="empty" role="status" data-testid="waiting">
      <p class="empty-title">{started.value ? `Starting on ${started.value.device.label}` : 'Reading the text and choosing a device'}</p>
      <p>The first loss comes with the first update, usually within a second or two.</p>
    </div>
  );
}

function Outcome() {
  const { resume, run: model } = usePanel();
  const { diverged, done, last, summary } = model;
  const run = summary.value;
  if (!run || run.status === 'training') return null;
  const message = done.value?.message ?? run.message;
  const bad = run.status === 'failed' || run.status === 'unlearned' || diverged.value;
  if (run.status === 'done' && !bad) return <Finished message={message ?? 'Training is done.'} />;
  if (!message && !bad && run.status !== 'interrupted') return null;
  return (
    <div
      class={bad ? 'notice error' : run.status === 'interrupted' ? 'notice warning' : 'notice'}
      role={bad ? 'alert' : 'status'}
      data-testid="outcome"
    >
      <span>{message ?? (bad ? `Training failed after update ${last.value?.update ?? 0}.` : 'Training was interrupted.')}</span>
      {run.hasCheckpoint && (
        <button type="button" class="link" onClick={() => void resume()}>
          {trainOn(run)}
        </button>
      )}
    </div>
  );
}

/** A trained model is for something: the next steps are here. */
function Finished({ message }: { message: string }) {
  const panel = usePanel();
  const words = panel.run.words.value;
  return (
    <p class="finished" role="status" data-testid="outcome">
      <span>{message}</span>
      <button type="button" class="link" onClick={() => panel.show('inside')}>
        Look inside
      </button>
      <button type="button" class="link" onClick={() => panel.show(words.tab)}>
        {words.invitation}
      </button>
    </p>
  );
}
