// What the model writes as it learns: the newest first, older ones to compare with.
import { count } from '../figures';
import { samples, training, updates } from '../runModel';

const SHOWN = 8;

export function Samples() {
  const newest = samples.value.slice(-SHOWN).reverse();
  return (
    <section class="section" aria-label="Samples">
      <div class="section-head">
        <h2>Samples</h2>
        <p class="caption">what the model writes by itself, newest first</p>
      </div>
      {newest.length === 0 && (
        <p class="empty-line">
          {training.value || updates.value.length === 0
            ? 'The first sample comes with the first validation.'
            : 'No sample was drawn in this run.'}
        </p>
      )}
      <ol class="samples">
        {newest.map((sample) => (
          <li key={sample.update} class="sample" data-testid="sample">
            <span class="sample-update">update {count(sample.update)}</span>
            <p class="sample-text">
              <span class="prompt">{sample.prompt.trimStart()}</span>
              {sample.prompt.trim() ? sample.text : sample.text.trimStart()}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
