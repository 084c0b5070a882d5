// A text to type. Ctrl+Enter (on a Mac, Command) sends the form that it is in.
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  /** The label is for a screen reader only. */
  readonly quiet?: boolean;
  readonly placeholder: string;
  /** In one row its beginning is in sight, but for while one writes. */
  readonly rows: number;
  readonly testid: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

export function TextField({ id, label, quiet = false, placeholder, rows, testid, value, change }: TextFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const showStart = () => {
    if (rows === 1 && area.current && area.current !== document.activeElement) area.current.scrollTo(0, 0);
  };
  useLayoutEffect(showStart, [value, rows]);
  return (
    <>
      <label class={quiet ? 'visually-hidden' : 'field-label'} for={id}>
        {label}
      </label>
      <textarea
        ref={area}
        id={id}
        class="field"
        rows={rows}
        spellcheck={false}
        placeholder={placeholder}
        data-testid={testid}
        value={value}
        onBlur={showStart}
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
