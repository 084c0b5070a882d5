// What the model writes next: the prompt, how to draw, and several continuations side by side.

import { inUnits } from '../../../../../src/protocol/textUnits';
import { counted } from '../../../../components/figures';
import { GenerationForm } from '../../../../components/generationForm';
import { Refusal } from '../../../../components/refusal';
import { SurpriseKey } from '../../../../components/surpriseKey';
import { Empty } from '../../empty';
import { usePanel } from '../../runPanel';
import { Unknown } from '../../unknown';
import { ContinuationCard } from './continuationCard';
import { useGeneration } from './generationModel';
import { LabelChoice } from './labelChoice';

export function Continuations() {
  const model = useGeneration();
  const { forLabel, generation, writing } = model;
  const result = generation.value;
  return (
    <div class="generation">
      <GenerationForm store={model}>{forLabel ? <LabelChoice /> : undefined}</GenerationForm>
      <Refusal of={writing} />
      <Unknown characters={result?.unknown ?? []} />
      {result ? (
        <section class="section" aria-label="Continuations" aria-busy={writing.busy.value}>
          <div class="section-head">
            <h2>{counted(result.continuations.length, forLabel ? 'example' : 'continuation')}</h2>
            <SurpriseKey />
          </div>
          <div class="cards">
            {result.continuations.map((continuation, at) => (
              <ContinuationCard key={`${at}.${continuation.seed}`} continuation={continuation} options={result.options} />
            ))}
          </div>
        </section>
      ) : (
        <Nothing />
      )}
    </div>
  );
}

function Nothing() {
  const { forLabel, writing } = useGeneration();
  const { summary, words } = usePanel().run;
  return (
    <Empty
      testid="continuations-empty"
      title={forLabel ? 'New examples of a label' : 'Let the model go on'}
      asked={writing}
      busy="Writing…"
    >
      {summary.value?.hasCheckpoint === false
        ? 'The model can write once its first checkpoint is saved.'
        : forLabel
          ? 'Choose a label, then Generate: each text is a new example of it. Each character is shaded by how unexpected it was.'
          : inUnits(
              'Type a beginning or take the selection from an editor, then Generate. Each character is shaded by how unexpected it was; point at one to see what else the model considered.',
              words.value.units,
            )}
    </Empty>
  );
}
