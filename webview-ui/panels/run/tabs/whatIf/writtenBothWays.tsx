// What the model writes on, as it is and changed, drawn with the same seed: side by side, what differs marked.
import { useMemo } from 'preact/hooks';
import type { Continuation } from '../../../../../src/engine/results';
import { counted, short } from '../../../../components/figures';
import { Cancel, Refusal } from '../../../../components/refusal';
import { Written } from '../../../../components/written';
import { useWhatIf } from './whatIfModel';

export function WrittenBothWays() {
  const { drawing, writes, writing, written } = useWhatIf();
  if (!writes.value) return null;
  const both = written.value;
  const same = both ? sameFor(both.plain, both.changed) : 0;
  return (
    <section class="section" aria-label="What the model writes on" data-testid="written-both">
      <div class="section-head">
        <h2>It writes on</h2>
        <span class="caption">
          seed {drawing.seed} · temperature {short(drawing.temperature)}
          {both && ` · ${same === both.plain.characters.length ? 'the same both ways' : `the same for ${counted(same, 'character')}`}`}
        </span>
        <Cancel of={writing} />
      </div>
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
