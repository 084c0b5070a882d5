// Which text to inspect: typed here, or the selection in the editor.
import { useSignal, useSignalEffect } from '@preact/signals';
import { TextField } from '../../../../components/textField';
import { Cancel } from '../../refusal';
import { usePanel } from '../../runPanel';
import { useInspection } from './inspection';
import { SideToggle } from './sideToggle';

export function InspectedText() {
  const { inspect, inspectSelection, reading, shape, view } = useInspection();
  const { samples } = usePanel().run;
  const text = useSignal(view.value.inspect);
  useSignalEffect(() => {
    text.value = view.value.inspect;
  });
  const busy = reading.busy.value;
  const sample = samples.value.at(-1);
  const submit = (event: Event) => {
    event.preventDefault();
    const { inspect: known, passage } = view.peek();
    void inspect(text.value, text.value === known ? { passage } : {}); // unedited, it is still the editor's
  };
  return (
    <form class="inspected" onSubmit={submit}>
      <TextField
        id="inspected-text"
        label="Text to inspect"
        quiet
        placeholder="Text to inspect"
        rows={1}
        testid="inspect-text"
        value={text.value}
        change={(typed) => {
          text.value = typed;
        }}
      />
      <button type="submit" class="button primary" disabled={busy || text.value === ''} data-testid="inspect">
        {busy ? 'Reading…' : 'Inspect'}
      </button>
      <Cancel of={reading} />
      <button type="button" class="button" disabled={busy} data-testid="use-selection" onClick={() => void inspectSelection()}>
        Use selection
      </button>
      {!shape.value && sample && (
        <button type="button" class="button" disabled={busy} onClick={() => void inspect(sample.text)}>
          Last sample
        </button>
      )}
      {shape.value && <SideToggle />}
    </form>
  );
}
