// What the model writes on, as it is and changed, drawn with the same seed: side by side, what differs marked.
import { useMemo } from 'preact/hooks';
import type { Continuation } from '../../../../../src/engine/results';
import { GENERATION } from '../../../../../src/protocol/answerOptions';
import { counted } from '../../../../components/figures';
import { NumberField } from '../../../../components/numberField';
import { Cancel, Refusal } from '../../../../components/refusal';
import { Temperature } from '../../../../components/temperature';
import { Written } from '../../../../components/written';
import { useWhatIf } from './whatIfModel';

const SEED = { name: 'both-seed', label: 'Seed', hint: 'The same seed both ways', range: GENERATION.seed } as const;

export function WrittenBothWays() {
  const { drawing, inspected, kept, translates, writes, writing, written } = useWhatIf();
  const { one } = inspected.unitWords.value;
  if (!writes.value) return null;
  const both = written.value;
  const same = both ? sameFor(both.plain, both.changed) : 0;
  const alike = both && same === Math.max(both.plain.characters.length, both.changed.characters.length);
  return (
    <section class="section" aria-label="What the model writes on" data-testid="written-both">
      <div class="section-head">
        <h2>{translates.value ? 'Its translation' : 'It writes on'}</h2>
        <span class="caption">
          {translates.value && `the likeliest ${one} at each step · `}
          {both && (alike ? 'the same both ways' : `the same for ${counted(same, one)}`)}
        </span>
        <Cancel of={writing} />
      </div>
      {!translates.value && (
        <div class="both-drawn">
          <Temperature value={drawing.value.temperature} change={(temperature) => kept.change({ temperature })} />
          <NumberField {...SEED} value={drawing.value.seed} change={(seed) => kept.change({ seed })} />
        </div>
      )}
      <Refusal of={writing} />
      {both && (
        <div class="both-ways">
          <Side name="As it is" one={both.plain} other={both.changed} />
          <Side name="Changed" one={both.changed} other={both.plain} />
        </div>
      )}
    </section>
  );
}

function Side({ name, one, other }: { readonly name: string; readonly one: Continuation; readonly other: Continuation }) {
  const differs = useMemo(() => (at: number) => one.characters[at]?.character !== other.characters[at]?.character, [one, other]);
  return (
    <article class="card" aria-label={name}>
      <div class="card-head">
        <span class="caption">{name}</span>
      </div>
      <Written what={`what it writes ${name.toLowerCase()}`} characters={one.characters} differs={differs} />
    </article>
  );
}

/** Characters until the first that differs. */
function sameFor(one: Continuation, other: Continuation): number {
  const at = one.characters.findIndex(({ character }, index) => character !== other.characters[index]?.character);
  return at < 0 ? one.characters.length : at;
}
