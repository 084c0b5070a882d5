// A text to type. Ctrl+Enter (on a Mac, Command) sends the form that it is in.

export interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  /** The label is for a screen reader only. */
  readonly quiet?: boolean;
  readonly placeholder: string;
  readonly rows: number;
  readonly testid: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

export function TextField({ id, label, quiet = false, placeholder, rows, testid, value, change }: TextFieldProps) {
  return (
    <>
      <label class={quiet ? 'visually-hidden' : 'field-label'} for={id}>
        {label}
      </label>
      <textarea
        id={id}
        class="field"
        rows={rows}
        spellcheck={false}
        placeholder={placeholder}
        data-testid={testid}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
    </>
  );
}
