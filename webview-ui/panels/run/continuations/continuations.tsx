// What the model writes next: the prompt, how to draw, and several continuations side by side.
import { counted } from '../figures';
import type { Host } from '../host';
import { Unknown } from '../inside/inside';
import { summary } from '../runModel';
import { ContinuationCard } from './continuationCard';
import { Controls } from './controls';
import { forLabel, generating, generation, refusal } from './generationModel';
import { SurpriseKey } from './surpriseKey';

export interface ContinuationsProps {
  readonly host: Host;
  readonly attempt: (call: () => Promise<unknown>) => Promise<void>;
}

export function Continuations({ host, attempt }: ContinuationsProps) {
  const result = generation.value;
  return (
    <div class="generation">
      <Controls />
      {refusal.value !== undefined && (
        <div class="notice error" role="alert" data-testid="refusal">
          {refusal.value}
        </div>
      )}
      {result && result.unknown.length > 0 && <Unknown characters={result.unknown} />}
      {result ? (
        <section class="section" aria-label="Continuations" aria-busy={generating.value}>
          <div class="section-head">
            <h2>{counted(result.continuations.length, forLabel() ? 'example' : 'continuation')}</h2>
            <SurpriseKey />
          </div>
          <div class="cards">
            {result.continuations.map((continuation, at) => (
              <ContinuationCard
                key={`${at}.${continuation.seed}`}
                continuation={continuation}
                options={result.options}
                insert={() => attempt(() => host.insert(continuation.text))}
                replace={() => attempt(() => host.replace(continuation.text))}
                copy={() => attempt(() => host.copy(continuation.text))}
              />
            ))}
          </div>
        </section>
      ) : (
        <Empty />
      )}
    </div>
  );
}

function Empty() {
  if (generating.value)
    return (
      <p class="empty" role="status">
        Writing…
      </p>
    );
  return (
    <div class="empty" data-testid="continuations-empty">
      <p class="empty-title">{forLabel() ? 'New examples of a label' : 'Let the model go on'}</p>
      <p>
        {summary.value?.hasCheckpoint === false
          ? 'The model can write once its first checkpoint is saved.'
          : forLabel()
            ? 'Choose a label, then Generate: each text is a new example of it. Each character is shaded by how unexpected it was.'
            : 'Type a beginning or take the selection from an editor, then Generate. Each character is shaded by how unexpected it was; point at one to see what else the model considered.'}
      </p>
    </div>
  );
}
