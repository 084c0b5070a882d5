// What somebody wrote about the run: below the header where there is something, and a field for it when it is asked for.
import { useEffect, useRef } from 'preact/hooks';
import { MOST_NOTE, tooLong } from '../../../src/protocol/aboutRun';
import { TextField } from '../../components/textField';
import { usePanel } from './runPanel';

export function Note() {
  const { run, editingNote } = usePanel();
  const note = run.summary.value?.note ?? '';
  if (editingNote.value) return <Editing note={note} />;
  if (note === '') return null;
  return (
    <section class="note" aria-label="Note">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long note is scrolled by the keyboard */}
      <p class="note-text" data-testid="note" tabIndex={0}>
        {note}
      </p>
      <button
        type="button"
        class="link"
        data-testid="edit-note"
        aria-label="Edit Note"
        onClick={() => {
          editingNote.value = true;
        }}
      >
        Edit
      </button>
    </section>
  );
}

function Editing({ note }: { note: string }) {
  const panel = usePanel();
  const draft = panel.noteDraft;
  const text = draft.value.text ?? note;
  const form = useRef<HTMLFormElement>(null);
  const refused = tooLong('note', text);
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  const close = () => {
    panel.stopEditingNote();
  };
  return (
    <form
      ref={form}
      class="note editing"
      aria-label="Note"
      onSubmit={(event) => {
        event.preventDefault();
        if (!refused) void panel.writeNote(text);
      }}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <TextField
        id="note"
        label="Note"
        quiet
        placeholder="What this run is for, what came of it…"
        rows={4}
        testid="note-field"
        value={text}
        change={(value) => draft.change({ text: value })}
      />
      <div class="note-actions">
        <button type="submit" class="button primary" data-testid="save-note" disabled={refused !== undefined} title="Ctrl+Enter">
          Save Note
        </button>
        <button type="button" class="button" data-testid="cancel-note" onClick={close}>
          Cancel
        </button>
        <span class={refused ? 'note-refused' : 'note-hint'} role="status">
          {refused ?? `Up to ${MOST_NOTE.toLocaleString('en')} characters; empty takes it away.`}
        </span>
      </div>
    </form>
  );
}
