// What may stand in the gap, best first, each where it belongs.
import type { Fillings } from '../../../../../src/engine/results';
import { fittingShown } from '../../../../../src/protocol/figures';
import { count, counted } from '../../../../components/figures';
import { SurpriseKey } from '../../../../components/surpriseKey';
import { Written } from '../../../../components/written';
import { usePanel } from '../../runPanel';
import { CopyLink } from '../../textLinks';

const CONTEXT = 40;
const HOW =
  'p(filling and what follows | what is before), read forwards, and p(filling and what is before | what follows), read backwards: the geometric mean of both';

export function Filled({ fillings: { before, after, fillings, weighed } }: { fillings: Fillings }) {
  const panel = usePanel();
  const [left, right] = [[...before].slice(-CONTEXT).join(''), [...after].slice(0, CONTEXT).join('')];
  return (
    <section class="section" aria-label="Fillings">
      <div class="section-head">
        <h2>{counted(fillings.length, 'filling')}</h2>
        <p class="caption" title={weighed === undefined ? undefined : HOW}>
          {weighed === undefined
            ? 'best first, by nats for each character in and beside the gap'
            : `best first: each one’s share of the probability of all ${count(weighed)} that were weighed`}
        </p>
        <SurpriseKey />
      </div>
      {fillings.length === 0 && <p class="empty-line">The model found nothing to stand there. Try more or fewer characters.</p>}
      <div class="cards">
        {fillings.map(({ characters, ...filling }, at) => (
          <article key={at} class="card" data-testid="filling" aria-label={filling.text}>
            <div class="card-head">
              <span class="caption">{fittingShown(filling)}</span>
              <span class="card-actions">
                <button
                  type="button"
                  class="link"
                  data-testid="look-inside"
                  onClick={() => panel.show('inside', { text: `${left}${filling.text}${right}` })}
                >
                  Look inside
                </button>
                <CopyLink text={filling.text} />
              </span>
            </div>
            <Written
              what="this filling"
              characters={characters}
              before={<span class="prompt">{left}</span>}
              after={<span class="prompt">{right}</span>}
            />
          </article>
        ))}
      </div>
    </section>
  );
}
