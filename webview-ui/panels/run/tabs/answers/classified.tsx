// The labels of each text, the likeliest first.
import type { Classification } from '../../../../../src/engine/results';
import { Alternatives } from '../../../../components/alternatives';
import { counted, textShown } from '../../../../components/figures';

const SHOWN = 5;

export function Classified({ classifications }: { classifications: readonly Classification[] }) {
  return (
    <section class="section" aria-label="Labels">
      <div class="section-head">
        <h2>{counted(classifications.length, 'text')}</h2>
      </div>
      <div class="cards">
        {classifications.map(({ text, labels }, at) => (
          <article key={at} class="card" data-testid="classification" aria-label={`Labels of ${text.slice(0, 60)}`}>
            <p class="classified-text mono" title={text}>
              {textShown(text)}
            </p>
            <Alternatives alternatives={labels.slice(0, SHOWN)} chosen={labels[0]?.symbol} named />
          </article>
        ))}
      </div>
    </section>
  );
}
