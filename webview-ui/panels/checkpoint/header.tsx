// The file at a glance, in one line: what it is, how much is in it, and what can be done with it.
import { CHECKPOINT_ACTIONS } from '../../../src/protocol/checkpointProtocol';
import { taskWords } from '../../../src/protocol/taskWords';
import { count, counted, lossShown } from '../../components/figures';
import { bytesShown, numbersShown } from './amounts';
import { useWeights } from './weights';

export function Header() {
  const { opened, start } = useWeights();
  const { summary } = opened.value ?? {};
  const { checkpoint } = summary ?? {};
  return (
    <header class="header" aria-busy={!summary}>
      <h1 class="run-name" title={start.value && `${start.value.folder}/${start.value.name}`}>
        {start.value?.name ?? 'Weights'}
      </h1>
      <div class="header-facts">
        {summary && (
          <>
            <span class="figure">
              <b>{numbersShown(checkpoint?.parameters ?? summary.numbers)}</b> {checkpoint ? 'parameters' : 'numbers'}
            </span>
            {checkpoint ? (
              <span class="figure">
                update <b>{count(checkpoint.update)}</b>
              </span>
            ) : (
              <span class="figure">
                <b>{count(summary.tensors)}</b> {summary.tensors === 1 ? 'tensor' : 'tensors'}
              </span>
            )}
            {checkpoint?.best !== undefined && Number.isFinite(checkpoint.best) && (
              <span class="figure held-out-told" title="The best validation so far">
                <b>{lossShown(checkpoint.best)}</b> nats/{taskWords(checkpoint.experiment).unit} held out
              </span>
            )}
            <span class="figure speed">
              <b>{bytesShown(summary.size)}</b>
            </span>
            {checkpoint && (
              <span class="figure mono shape-told">
                {checkpoint.experiment.cell} · {counted(checkpoint.experiment.hidden, 'unit')} ·{' '}
                {counted(checkpoint.experiment.layers, 'layer')}
              </span>
            )}
          </>
        )}
      </div>
      <Actions />
    </header>
  );
}

/** Nothing for weights of others: they answer nothing here. */
function Actions() {
  const { act, actions, opened } = useWeights();
  const offered = actions.value;
  if (!offered || !opened.value?.summary.checkpoint) return null;
  return (
    <div class="checkpoint-actions">
      {CHECKPOINT_ACTIONS.map((action) => {
        const { title, refused } = offered[action];
        return (
          <button
            type="button"
            key={action}
            class="button"
            aria-disabled={refused !== undefined}
            aria-description={refused}
            title={refused ?? title}
            data-testid={`action-${action}`}
            onClick={() => refused === undefined && void act(action)}
          >
            {title}
          </button>
        );
      })}
    </div>
  );
}
