// Each source with its translations, best first; the way inside shows where the model looked.
import type { Hypothesis, Translation } from '../../../../../src/engine/results';
import { emptyTranslations } from '../../../../../src/protocol/taskWords';
import { counted, signed, textShown } from '../../../../components/figures';
import { SurpriseKey } from '../../../../components/surpriseKey';
import { Written } from '../../../../components/written';
import { usePanel } from '../../runPanel';
import { CopyLink, ReplaceLink } from '../../textLinks';

export function Translated({ translations }: { translations: readonly Translation[] }) {
  return (
    <>
      {translations.map((translation, at) => (
        <section key={at} class="section" aria-label={`Translations of ${translation.source.slice(0, 60)}`} data-testid="translation">
          <div class="section-head">
            <h2>
              <span class="mono">{textShown(translation.source)}</span>
            </h2>
            <p class="caption">{counted(translation.hypotheses.length, 'hypothesis', 'hypotheses')}, best first</p>
            {at === 0 && <SurpriseKey />}
          </div>
          <div class="cards">
            {translation.hypotheses.map((hypothesis, rank) => (
              <HypothesisCard key={rank} alone={translations.length === 1} source={translation.source} hypothesis={hypothesis} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

interface HypothesisProps {
  readonly source: string;
  readonly hypothesis: Hypothesis;
  /** The source is all of what was asked about, so that this can stand in its place. */
  readonly alone: boolean;
}

function HypothesisCard({ source, hypothesis, alone }: HypothesisProps) {
  const panel = usePanel();
  const { text, characters, logProbability, score } = hypothesis;
  return (
    <article class="card" data-testid="hypothesis" aria-label={text}>
      <div class="card-head">
        <span class="caption" title={`log-probability ${signed(logProbability)}, over the length penalty ${signed(score)}`}>
          score {signed(score)}
        </span>
        <span class="card-actions">
          <button type="button" class="link" data-testid="look-inside" onClick={() => panel.show('inside', { text: source, target: text })}>
            Look inside
          </button>
          {alone && <ReplaceLink text={text} />}
          <CopyLink text={text} />
        </span>
      </div>
      {text === '' ? <p class="caption">{emptyTranslations(1, 1)}</p> : <Written what="this translation" characters={characters} />}
    </article>
  );
}
