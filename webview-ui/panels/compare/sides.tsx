// What is compared, each with its colour; of a run that kept checkpoints, which one.
import { MOST_SIDES, type Side } from '../../../src/protocol/compareProtocol';
import { count } from '../../components/figures';
import { COLOURS, useComparison } from './comparison';

export function Sides() {
  const { change, many, sides } = useComparison();
  const all = sides.value;
  return (
    <ul class="sides" aria-label="What is compared">
      {all.map((side, at) => (
        <li key={at} class="side-chip" data-testid="side">
          <i class={`key key-${COLOURS[at]}`} />
          <SideName side={side} choose={(checkpoint) => change(all.map((one, index) => (index === at ? { ...one, checkpoint } : one)))} />
          {all.length < MOST_SIDES && all.findIndex(({ folder }) => folder === side.folder) === at && (
            <Another of={side} all={all} add={(other) => change([...all, other])} />
          )}
          {(many.value || all.length > 2) && (
            <button type="button" class="chip icon" aria-label="Leave out" title="Leave out" onClick={() => change(all.toSpliced(at, 1))}>
              ×
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Nothing where the run kept no checkpoint that is not here already. */
function Another({ of: { folder }, all, add }: { readonly of: Side; readonly all: readonly Side[]; readonly add: (side: Side) => void }) {
  const { name = '', kept = [] } = useComparison().run(folder).summary.value ?? {};
  const unused = kept.find((update) => !all.some((side) => side.folder === folder && side.checkpoint === update));
  if (unused === undefined) return null;
  const words = `Another checkpoint of ${name}`;
  return (
    <button type="button" class="chip icon" aria-label={words} title={words} onClick={() => add({ folder, checkpoint: unused })}>
      +
    </button>
  );
}

function SideName({ side, choose }: { readonly side: Side; readonly choose: (checkpoint: number | undefined) => void }) {
  const comparison = useComparison();
  const { kept = [], name = '' } = comparison.run(side.folder).summary.value ?? {};
  return (
    <>
      <span class="side-name" title={name}>
        {name}
      </span>
      {kept.length > 0 && (
        <select
          class="field"
          aria-label={`Checkpoint of ${name}`}
          value={side.checkpoint ?? 'answers'}
          onChange={({ currentTarget: { value } }) => choose(value === 'answers' ? undefined : Number(value))}
        >
          {kept.map((update) => (
            <option key={update} value={update}>
              update {count(update)}
            </option>
          ))}
          <option value="answers">the one that answers</option>
        </select>
      )}
    </>
  );
}
