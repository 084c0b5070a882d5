// Which text to inspect: typed here, or the selection in the editor.
import { useSignal, useSignalEffect } from '@preact/signals';
import { samples } from '../runModel';
import { view } from '../viewState';
import { cancelInspection, inspect, inspectSelection, trace, tracing } from './inspection';

export function InspectedText() {
  const text = useSignal(view.value.inspect);
  useSignalEffect(() => {
    text.value = view.value.inspect;
  });
  const busy = tracing.value !== undefined;
  const sample = samples.value.at(-1);
  const submit = (event: Event) => {
    event.preventDefault();
    void inspect(text.value);
  };
  return (
    <form class="inspected" onSubmit={submit}>
      <label class="visually-hidden" for="inspected-text">
        Text to inspect
      </label>
      <textarea
        id="inspected-text"
        class="field"
        rows={1}
        spellcheck={false}
        placeholder="Text to inspect"
        data-testid="inspect-text"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      <button type="submit" class="button primary" disabled={busy || text.value === ''} data-testid="inspect">
        {busy ? 'Reading…' : 'Inspect'}
      </button>
      {busy && (
        <button type="button" class="button" data-testid="cancel" onClick={() => void cancelInspection()}>
          Cancel
        </button>
      )}
      <button type="button" class="button" disabled={busy} data-testid="use-selection" onClick={() => void inspectSelection()}>
        Use selection
      </button>
      {!trace.value && sample && (
        <button type="button" class="button" disabled={busy} onClick={() => void inspect(sample.text)}>
          Last sample
        </button>
      )}
    </form>
  );
}
