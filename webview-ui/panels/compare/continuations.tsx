// What each side writes, side by side: the same prompt, seed and temperature for all.
import { GenerationForm } from '../../components/generationForm';
import { Refusal } from '../../components/refusal';
import { SurpriseKey } from '../../components/surpriseKey';
import { Written } from '../../components/written';
import { useComparison } from './comparison';

/** Nothing where none of them goes on from a text. */
export function Continuations() {
  const comparison = useComparison();
  const { writers, writing, written } = comparison.writing;
  if (writers.value.length === 0) return null;
  return (
    <section class="section" aria-label="Continuations" aria-busy={writing.busy.value}>
      <div class="section-head">
        <h2>Continuations</h2>
        {written.value.length > 0 && <SurpriseKey />}
      </div>
      <GenerationForm store={comparison.writing} without={['count']} />
      <Refusal of={writing} />
      <div class="cards">
        {written.value.map(({ side, prompt, continuation }, at) => (
          <article key={at} class="card" data-testid="continuation" aria-label={`Continuation of ${comparison.nameOf(side)}`}>
            <div class="card-head">
              <span class="caption">
                <i class={`key key-${comparison.colourOfSide(side)}`} />
                {comparison.nameOf(side)}
              </span>
            </div>
            <Written
              what={`the continuation of ${comparison.nameOf(side)}`}
              characters={continuation.characters}
              before={<span class="prompt">{prompt}</span>}
            />
          </article>
        ))}
      </div>
    </section>
  );
}
