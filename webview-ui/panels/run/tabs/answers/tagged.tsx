// A text with the tag of each character above it, or, with a rule, the text restored and what was changed in it marked.
import { useMemo } from 'preact/hooks';
import type { Tagging } from '../../../../../src/engine/results';
import { percent } from '../../../../../src/protocol/figures';
import { counted, inText } from '../../../../components/figures';
import { usePanel } from '../../runPanel';
import { CopyLink, ReplaceLink } from '../../textLinks';

export function Tagged({ tagging }: { tagging: Tagging }) {
  const rule = usePanel().run.summary.value?.experiment.rule;
  const changes = useMemo(() => changesOf(tagging, rule), [tagging, rule]);
  const changed = changes.filter(({ made }) => made).length;
  return (
    <section class="section" aria-label={rule ? 'Restored text' : 'Tags'}>
      <div class="section-head">
        <h2>{rule ? `${counted(changed, 'change')} (${rule})` : counted(tagging.tags.length, 'tag')}</h2>
        {!rule && <p class="caption">{tallyOf(tagging)}</p>}
        <span class="card-actions">
          {rule && <ReplaceLink text={tagging.output} />}
          <CopyLink text={tagging.output} />
        </span>
      </div>
      <p class={rule ? 'written' : 'written tags'} data-testid="tagged">
        {changes.map(({ shown, tag, made, certainty }, at) =>
          rule ? (
            made ? (
              <mark key={at} class="change" title={certainty}>
                {shown}
              </mark>
            ) : (
              shown
            )
          ) : (
            <ruby key={at} title={certainty}>
              {inText(shown)}
              <rt>{tag}</rt>
            </ruby>
          ),
        )}
      </p>
    </section>
  );
}

interface Change {
  readonly shown: string;
  readonly tag: string;
  readonly made: boolean;
  readonly certainty: string;
}

function changesOf({ text, tags }: Tagging, rule: string | undefined): readonly Change[] {
  const characters = [...text];
  return tags.map(({ character: tag, probability }, at) => {
    const read = characters[at] ?? '';
    const restored = rule === 'punctuation' ? read + tag : tag;
    return { shown: rule ? restored : read, tag, made: rule !== undefined && restored !== read, certainty: percent(probability) };
  });
}

/** "C 40, V 35" */
function tallyOf({ tags }: Tagging): string {
  const tally = new Map<string, number>();
  for (const { character } of tags) tally.set(character, (tally.get(character) ?? 0) + 1);
  return [...tally]
    .sort((a, b) => b[1] - a[1])
    .map(([tag, times]) => `${tag} ${times}`)
    .join(', ');
}
