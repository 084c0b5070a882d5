// What to change, where and to what: a row of fields, which can take the place of the crosshair.

import { useId } from 'preact/hooks';
import { targetName } from '../../../../../src/protocol/interventionWords';
import { cut, inUnits, type UnitWords } from '../../../../../src/protocol/textUnits';
import { Choice } from '../../../../components/choice';
import { type KINDS, targetKey, useWhatIf } from './whatIfModel';

const NAMES: Readonly<Record<(typeof KINDS)[number], string>> = {
  clamp: 'Clamp',
  silence: 'Silence',
  add: 'Add',
  freeze: 'Freeze',
  reset: 'Reset states',
  patch: 'Patch states',
  edit: 'Edit character',
};
const namesIn = (units: UnitWords) => ({ ...NAMES, edit: inUnits(NAMES.edit, units) });
const HINTS: Readonly<Record<(typeof KINDS)[number], string>> = {
  clamp: 'Holds a unit, or all units of a gate or a state, at a value.',
  silence: 'Holds it at 0.',
  add: 'Adds a value to it at each character.',
  freeze: 'Keeps the value that it has at the first character.',
  reset: 'The character is read as if the text began there: what came before is forgotten.',
  patch: 'After the character, all states are those that another text leaves after one of its characters.',
  edit: 'Another character stands there.',
};

export function ChangeForm() {
  const { add, changing, inspected, kept, takeCrosshair } = useWhatIf();
  const { kind, value } = kept.value;
  const held = kind === 'clamp' || kind === 'silence' || kind === 'add' || kind === 'freeze';
  return (
    <form
      class="change-form"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Choice
        label="Change"
        quiet
        options={namesIn(inspected.unitWords.value)}
        chosen={kind}
        choose={(kind) => kept.change({ kind })}
        testid="change"
      />
      <div class="change-fields">
        {held && <TargetFields />}
        {(kind === 'clamp' || kind === 'add') && (
          <Field
            label={kind === 'clamp' ? '=' : '+'}
            name="Value"
            testid="change-value"
            type="number"
            step="any"
            value={String(value)}
            change={(typed) => kept.change({ value: Number(typed) })}
          />
        )}
        <PlaceFields span={held} />
        {kind === 'edit' && (
          <Field
            label="is"
            name={inspected.say('The other character')}
            testid="change-character"
            value={kept.value.character}
            change={(character) => kept.change({ character })}
          />
        )}
        {kind === 'patch' && <PatchFields />}
        <button type="submit" class="button primary" disabled={changing.busy.value} data-testid="change-now">
          Change
        </button>
        <button
          type="button"
          class="button"
          disabled={inspected.cursor.value === undefined}
          title={inspected.say('The character, unit and activation at the crosshair')}
          onClick={takeCrosshair}
          data-testid="take-crosshair"
        >
          Take crosshair
        </button>
      </div>
      <p class="caption change-hint">{inspected.say(HINTS[kind])}</p>
    </form>
  );
}

function TargetFields() {
  const { kept, layers, target } = useWhatIf();
  const units = target.value?.layer.units ?? 1;
  return (
    <>
      <label class="change-field">
        <span class="choice-label">of</span>
        <select
          class="field"
          aria-label="Activation"
          data-testid="change-target"
          value={target.value && targetKey(target.value)}
          onChange={(event) => kept.change({ target: event.currentTarget.value })}
        >
          {layers.value.flatMap((layer) =>
            layer.activations.map(({ name }) => (
              <option key={targetKey({ layer, name })} value={targetKey({ layer, name })}>
                {targetName({ ...layer, name })}
              </option>
            )),
          )}
        </select>
      </label>
      <Field
        label="unit"
        name="Unit"
        testid="change-unit"
        type="number"
        min={0}
        max={units - 1}
        placeholder="all"
        value={kept.value.unit}
        change={(unit) => kept.change({ unit })}
      />
    </>
  );
}

function PlaceFields({ span }: { readonly span: boolean }) {
  const { inspected, kept } = useWhatIf();
  const most = inspected.count.value;
  return (
    <>
      <Field
        label={span ? 'at' : inspected.say('at character')}
        name={inspected.say(span ? 'From character' : 'Character')}
        testid="change-from"
        type="number"
        min={1}
        max={most}
        value={String(kept.value.from)}
        change={(from) => kept.change({ from: Number(from) })}
      />
      {span && (
        <Field
          label="to"
          name={inspected.say('To character; empty: to the end, and on while the model writes')}
          testid="change-to"
          type="number"
          min={1}
          max={most}
          placeholder="end"
          wide
          value={kept.value.to}
          change={(to) => kept.change({ to })}
        />
      )}
    </>
  );
}

function PatchFields() {
  const { inspected, kept } = useWhatIf();
  const written = inspected.part.value === 'target';
  const length = (text: string) => Math.max(1, cut(text, inspected.units.value).length);
  return (
    <>
      <Field
        label="from text"
        name="The other text"
        testid="change-other"
        wide
        value={kept.value.other}
        change={(other) => kept.change({ other, of: length(other) })}
      />
      <Field
        label={inspected.say(written ? 'after character of its translation' : 'after its character')}
        name={inspected.say(written ? 'Character of the translation of the other text' : 'Character of the other text')}
        testid="change-of"
        type="number"
        min={1}
        max={written ? undefined : length(kept.value.other)}
        value={String(kept.value.of)}
        change={(of) => kept.change({ of: Number(of) })}
      />
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly testid: string;
  readonly value: string;
  readonly change: (typed: string) => void;
  readonly type?: 'number' | 'text';
  readonly min?: number;
  readonly max?: number | undefined;
  readonly step?: 'any';
  readonly placeholder?: string;
  readonly wide?: boolean;
}

function Field({ label, name, testid, change, type = 'text', wide = false, ...field }: FieldProps) {
  const id = useId();
  const shared = {
    ...field,
    class: `field ${wide ? 'wide' : 'number'}`,
    'aria-label': name,
    title: name,
    'data-testid': testid,
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => change(event.currentTarget.value),
  };
  return (
    <span class="change-field">
      <label class="choice-label" for={id}>
        {label}
      </label>
      {type === 'number' ? <input id={id} type="number" {...shared} /> : <input id={id} {...shared} />}
    </span>
  );
}
