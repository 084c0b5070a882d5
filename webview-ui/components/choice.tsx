// One of a few, as chips that are all in sight.
import type { ComponentChildren } from 'preact';

export interface ChoicesProps {
  readonly label: string;
  /** The label is for a screen reader only. */
  readonly quiet?: boolean;
}

export interface ChoiceProps<Option extends string> extends ChoicesProps {
  /** What stands on each chip, from left to right. */
  readonly options: Readonly<Record<Option, string>>;
  readonly chosen: Option;
  readonly choose: (option: Option) => void;
  /** Where the words on a chip do not say it. */
  readonly names?: { readonly [option in Option]?: string };
  /** Of each chip, followed by its option. */
  readonly testid?: string;
}

export function Choice<Option extends string>({ options, chosen, choose, names, testid, ...choices }: ChoiceProps<Option>) {
  return (
    <Choices {...choices}>
      {(Object.keys(options) as Option[]).map((option) => (
        <Chip
          key={option}
          on={option === chosen}
          name={names?.[option]}
          testid={testid && `${testid}-${option}`}
          choose={() => choose(option)}
        >
          {options[option]}
        </Chip>
      ))}
    </Choices>
  );
}

export function Choices({ label, quiet = false, children }: ChoicesProps & { children: ComponentChildren }) {
  return (
    <fieldset class="choice" aria-label={label}>
      {!quiet && <span class="choice-label">{label}</span>}
      {children}
    </fieldset>
  );
}

export interface ChipProps {
  readonly on: boolean;
  readonly choose: () => void;
  readonly name?: string | undefined;
  readonly testid?: string | undefined;
  readonly children: ComponentChildren;
}

export function Chip({ on, choose, name, testid, children }: ChipProps) {
  return (
    <button type="button" class="chip" aria-pressed={on} aria-label={name} title={name} data-testid={testid} onClick={choose}>
      {children}
    </button>
  );
}
