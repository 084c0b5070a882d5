// What the model makes as it learns: the newest first, older ones to compare with; where the truth is known, it stands beside it.
import type { Sampled } from '../../../../../src/engine/trainingEvent';
import { count, textShown } from '../../../../components/figures';
import { usePanel } from '../../runPanel';

const SHOWN = 8;

export function Samples() {
  const { samples, training, updates, words } = usePanel().run;
  const newest = byUpdate(samples.value).slice(-SHOWN).reverse();
  const writes = words.value.tab === 'continuations';
  return (
    <section class="section" aria-label="Samples">
      <div class="section-head">
        <h2>Samples</h2>
        <p class="caption">{words.value.samples}</p>
      </div>
      {newest.length === 0 && (
        <p class="empty-line">
          {training.value || updates.value.length === 0
            ? 'The first sample comes with the first validation.'
            : 'No sample was drawn in this run.'}
        </p>
      )}
      <ol class="samples">
        {newest.map(({ update, drawn }) => (
          <li key={update} class="sample" data-testid="sample">
            <span class="sample-update">update {count(update)}</span>
            <div class="sample-texts">
              {drawn.map((sample, at) => (writes ? <Written key={at} sample={sample} /> : <Answered key={at} sample={sample} />))}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A prompt and how it goes on; a model of labels has no prompt but a label. */
function Written({ sample: { prompt, text } }: { sample: Sampled }) {
  const { words } = usePanel().run;
  if (words.value.begins === 'label')
    return (
      <p class="sample-text">
        <span class="sample-label">{prompt}</span> {text}
      </p>
    );
  return (
    <p class="sample-text">
      <span class="prompt">{prompt.trimStart()}</span>
      {prompt.trim() ? text : text.trimStart()}
    </p>
  );
}

/** What was given, what came of it, and the truth where that is another. */
function Answered({ sample: { prompt, text, expected } }: { sample: Sampled }) {
  return (
    <p class="sample-text answered">
      <span class="prompt">{textShown(prompt)}</span>
      <span class="arrow" role="img" aria-label="becomes">
        →
      </span>
      <span>
        {text === '' ? <span class="caption">(empty)</span> : textShown(text)}
        {expected === text && (
          <span class="right" role="img" aria-label="right">
            {' '}
            ✓
          </span>
        )}
        {expected !== undefined && expected !== text && <span class="caption truth">should be {textShown(expected)}</span>}
      </span>
    </p>
  );
}

function byUpdate(all: readonly Sampled[]): readonly { readonly update: number; readonly drawn: readonly Sampled[] }[] {
  const groups = new Map<number, Sampled[]>();
  for (const sample of all) groups.set(sample.update, [...(groups.get(sample.update) ?? []), sample]);
  return [...groups].map(([update, drawn]) => ({ update, drawn }));
}
