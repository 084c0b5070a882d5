// What if: something is changed while the network reads, and all that follows is shown as a difference.
import { useEffect } from 'preact/hooks';
import type { Nats } from '../../../../../src/engine/inspect/interventions/lossChange';
import { interventionWords } from '../../../../../src/protocol/interventionWords';
import { Choice } from '../../../../components/choice';
import { counted, signed } from '../../../../components/figures';
import { Cancel, Refusal } from '../../../../components/refusal';
import { Empty } from '../../empty';
import { InspectedText } from '../../inspectedText';
import { AnsweredBothWays } from './answeredBothWays';
import { ChangeForm } from './changeForm';
import { Differences } from './differences';
import { ToldOtherwise } from './toldOtherwise';
import { useWhatIf } from './whatIfModel';
import { WrittenBothWays } from './writtenBothWays';

const PARTS = { source: 'what is read (encoder)', target: 'what is written (decoder)' } as const;

export function WhatIf() {
  const { changed, changing, inspected, look, translates } = useWhatIf();
  useEffect(look, []);
  return (
    <div class="what-if">
      <InspectedText />
      {inspected.text.value ? (
        <>
          {translates.value && (
            <Choice label="Change in" options={PARTS} chosen={inspected.part.value} choose={inspected.showPart} testid="change-in" />
          )}
          <ChangeForm />
          <Refusal of={changing} />
          <Chips />
          {changed.value ? (
            <>
              <AnsweredBothWays />
              <LossInWords />
              <WrittenBothWays />
              <ToldOtherwise />
              <Differences />
            </>
          ) : (
            <p class="empty">
              Change something above: hold a unit at a value, keep a gate as it is, let the network forget, or write another{' '}
              {inspected.unitWords.value.one}. What it then expects, remembers and writes is compared with what it does by itself.
            </p>
          )}
        </>
      ) : (
        <Empty
          testid="what-if-empty"
          title="What if a unit were another?"
          asked={inspected.reading}
          busy="The network is reading the text…"
        >
          Select text in an editor and choose Use selection, or type some above. Then change a unit, a gate, a state or a character, and see
          what follows.
        </Empty>
      )}
    </div>
  );
}

/** What is changed, each with the way to undo it. */
function Chips() {
  const { changing, inspected, interventions, remove } = useWhatIf();
  return (
    <div class="change-chips">
      <ul class="change-chips" aria-label="Changes" data-testid="changes">
        {interventions.value.map((each) => (
          <li key={interventionWords(each, inspected.unitWords.value)} class="change-chip">
            <span class="mono">{interventionWords(each, inspected.unitWords.value)}</span>
            <button
              type="button"
              class="chip icon"
              aria-label={`Undo ${interventionWords(each, inspected.unitWords.value)}`}
              title="Undo"
              disabled={changing.busy.value}
              onClick={() => remove(each)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <span class="change-busy" role="status">
        {changing.busy.value && 'The network is reading…'}
      </span>
      <Cancel of={changing} />
    </div>
  );
}

function LossInWords() {
  const { changed, inspected, interventions, translates, writes } = useWhatIf();
  const { one, many } = inspected.unitWords.value;
  const loss = changed.value?.loss;
  if (!loss) return null;
  const { total, after } = loss;
  if (changed.value?.answers) return null;
  if (total.characters === 0)
    return <p class="what-if-loss">This model is not asked for {many} of the text, so there is no loss to compare.</p>;
  const read = translates.value && interventions.value.some(({ part }) => part !== 'target');
  const lasting = read
    ? 'What is read comes before all that is written, so the change reaches all of it.'
    : writes.value
      ? 'The change lasts to the end, and on in what is written.'
      : 'The change lasts to the end.';
  return (
    <p class="what-if-loss" data-testid="loss-change">
      <LossOf nats={total} /> in all, over {counted(total.characters, one)}
      {translates.value && ' of the translation as it is'}.{' '}
      {after.characters === 0 ? (
        lasting
      ) : after.characters < total.characters ? (
        <>
          <LossOf nats={after} /> after the change, from {one} {after.from + 1} on.
        </>
      ) : null}
    </p>
  );
}

function LossOf({ nats: { plain, changed } }: { readonly nats: Nats }) {
  const by = changed - plain;
  return (
    <>
      <strong>{`${by >= 0 ? '+' : ''}${signed(by)} nats`}</strong> ({signed(plain)} → {signed(changed)})
    </>
  );
}
