// The same text read by all sides: how surprised each is, on one scale, where they differ, and one activation of each, on one scale.
import { useSignal, useSignalEffect } from '@preact/signals';
import { Cancel, Refusal } from '../../components/refusal';
import { TextField } from '../../components/textField';
import { Range, Zoom } from '../../components/textMaps/mapControls';
import { Scroll } from '../../components/textMaps/scroll';
import { ActivationMaps } from './activationMaps';
import { useComparison } from './comparison';
import { LinesPicture } from './linesPicture';
import { SurprisePicture } from './surprisePicture';

export function SameText() {
  const { all, axis, kept, read, reading, readSelection } = useComparison().readings;
  const text = useSignal(kept.value.text);
  useSignalEffect(() => {
    text.value = kept.value.text;
  });
  const busy = reading.busy.value;
  const submit = (event: Event) => {
    event.preventDefault();
    void read(text.value);
  };
  return (
    <section class="section" aria-label="The same text" aria-busy={busy}>
      <div class="section-head">
        <h2>The same text</h2>
      </div>
      <form class="inspected" onSubmit={submit}>
        <TextField
          id="compared-text"
          label="Text that all read"
          quiet
          placeholder="Text that all read"
          rows={1}
          testid="compared-text"
          value={text.value}
          change={(typed) => {
            text.value = typed;
          }}
        />
        <button type="submit" class="button primary" disabled={busy || text.value === ''} data-testid="read">
          {busy ? 'Reading…' : 'Read'}
        </button>
        <Cancel of={reading} />
        <button type="button" class="button" disabled={busy} data-testid="use-selection" onClick={() => void readSelection()}>
          Use selection
        </button>
      </form>
      <Refusal of={reading} />
      {all.value.length > 0 ? (
        <>
          <div class="toolbar" role="toolbar" aria-label="How much of the text is in sight">
            <Zoom axis={axis} />
            <Range axis={axis} />
          </div>
          <Scroll axis={axis} />
          <SurprisePicture />
          <LinesPicture />
          <ActivationMaps />
        </>
      ) : (
        <p class="empty-line">
          Type a text, or take the selection of an editor: you will see which of them expects which character better.
        </p>
      )}
    </section>
  );
}
