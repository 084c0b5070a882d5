// One continuation, and what can be done with it.
import type { Continuation, GenerationOptions } from '../../../../../src/engine/results';
import { short } from '../../../../components/figures';
import { Written } from '../../../../components/written';
import { CopyLink, InsertLink, ReplaceLink } from '../../textLinks';

export interface ContinuationCardProps {
  readonly continuation: Continuation;
  readonly options: GenerationOptions;
}

export function ContinuationCard({ continuation, options }: ContinuationCardProps) {
  const { label, prompt, temperature } = options;
  return (
    <article class="card" data-testid="continuation" aria-label={`Continuation with seed ${continuation.seed}`}>
      <div class="card-head">
        <span class="caption">
          {label !== undefined && `${label} · `}seed {continuation.seed} · temperature {short(temperature)}
        </span>
        <span class="card-actions">
          <InsertLink text={continuation.text} />
          <ReplaceLink text={continuation.text} />
          <CopyLink text={continuation.text} />
        </span>
      </div>
      <Written what="this continuation" characters={continuation.characters} before={<span class="prompt">{lastLine(prompt)}</span>} />
    </article>
  );
}

/** The end of the prompt, so that the continuation is read where it belongs. */
const lastLine = (prompt: string): string => {
  const line = prompt.match(/[^\n]*\n?$/)?.[0] ?? '';
  return [...line].length > 60 ? `…${[...line].slice(-60).join('')}` : line;
};
