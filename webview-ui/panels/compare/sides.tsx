// What is compared, each with its colour; of a run that kept checkpoints, which one.
import { MOST_SIDES, type Side } from '../../../src/protocol/compareProtocol';
import { count } from '../../components/figures';
import { COLOURS, useComparison } from './comparison';

export function Sides() {
  const { change, sides, shown } = useComparison();
  const all = sides.value;
  const addable = all.length < MOST_SIDES ? shown.value.filter((run) => (run.summary.value?.kept ?? []).length > 0) : [];
  return (
    <ul class="sides" aria-label="What is compared">
      {all.map((side, at) => (
        <li key={at} class="side-chip" data-testid="side">
          <i class={`key key-${COLOURS[at]}`} />
          <SideName side={side} choose={(checkpoint) => change(all.map((one, index) => (index === at ? { ...one, checkpoint } : one)))} />
          {all.length > 2 && (
            <button type="button" class="chip icon" aria-label="Leave out" title="Leave out" onClick={() => change(all.toSpliced(at, 1))}>
              ×
            </button>
          )}
        </li>
      ))}
      {addable.map((run) => {
        const { folder = '', name = '', kept = [] } = run.summary.value ?? {};
        const unused = kept.find((update) => !all.some((side) => side.folder === folder && side.checkpoint === update));
        return (
          unused !== undefined && (
            <li key={folder}>
              <button
                type="button"
                class="link"
                title={`Another checkpoint of ${name}`}
                onClick={() => change([...all, { folder, checkpoint: unused }])}
              >
                + checkpoint{shown.value.length > 1 && ` of ${name}`}
              </button>
            </li>
          )
        );
      })}
    </ul>
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
