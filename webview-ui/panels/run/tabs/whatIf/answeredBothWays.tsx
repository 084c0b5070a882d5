// How likely each label is to the text, as it is and changed: side by side, and what that does to the loss if the label is the right one.
import type { Alternative } from '../../../../../src/engine/results';
import { percent } from '../../../../../src/protocol/figures';
import { Alternatives } from '../../../../components/alternatives';
import { signed } from '../../../../components/figures';
import { TableView } from '../../../../components/tableView';
import { useWhatIf } from './whatIfModel';

/** Labels in sight: more are in the table. */
const SHOWN = 8;

export function AnsweredBothWays() {
  const { answers, loss } = useWhatIf().changed.value ?? {};
  if (!answers || !loss) return null;
  const { plain, changed } = answers;
  const [before, after] = [plain[0]?.symbol, changed[0]?.symbol];
  // In one row stands the same label: the likeliest by itself first, and at last that which takes its place.
  const likeliest = plain.slice(0, SHOWN);
  const shown = likeliest.some(({ symbol }) => symbol === after)
    ? likeliest
    : [...likeliest, ...plain.filter(({ symbol }) => symbol === after)];
  const among = shown.map(({ symbol }) => ({ symbol, probability: shareOf(changed, symbol) }));
  return (
    <section class="section labels-changed" aria-label="Labels as they are and changed" data-testid="answered-both">
      <div class="section-head">
        <h2>Label</h2>
        <span class="caption">{before === after ? `${before} both ways` : `${before} becomes ${after}`}</span>
      </div>
      <div class="both-ways">
        <article class="card" aria-label="As it is">
          <p class="caption">As it is</p>
          <Alternatives alternatives={shown} chosen={before} named />
        </article>
        <article class="card" aria-label="Changed">
          <p class="caption">Changed</p>
          <Alternatives alternatives={among} chosen={after} named />
        </article>
      </div>
      <TableView
        caption="What the change does to the loss, for each label that may be the right one"
        table={{
          columns: ['if the label is', 'as it is', 'changed', 'loss in nats'],
          rows: plain.map(({ symbol, probability }, at) => [
            symbol,
            percent(probability),
            percent(shareOf(changed, symbol)),
            plus(loss.answers?.[at] ?? 0),
          ]),
        }}
      />
    </section>
  );
}

const shareOf = (among: readonly Alternative[], label: string): number => among.find(({ symbol }) => symbol === label)?.probability ?? 0;

const plus = (nats: number): string => `${nats >= 0 ? '+' : ''}${signed(nats)}`;
