// How to search for a translation or a filling. Every setting says in its own words what it does.
import { useId } from 'preact/hooks';
import type { Task } from '../../../../src/engine/experimentSchema';
import { fill, translation } from './answersModel';

interface NumberSetting {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly change: (value: number) => void;
}

export function Settings({ task }: { task: Task }) {
  const settings = task === 'translate' ? ofTranslation() : task === 'infill' ? ofFilling() : [];
  return (
    <div class="settings">
      {settings.map((setting) => (
        <NumberField key={setting.name} {...setting} />
      ))}
    </div>
  );
}

const ofTranslation = (): readonly NumberSetting[] => [
  {
    name: 'beam',
    label: 'Beam',
    hint: 'Hypotheses kept at each step; 1 is greedy',
    min: 1,
    max: 32,
    step: 1,
    value: translation.value.beam,
    change: (beam) => {
      translation.value = { ...translation.peek(), beam: Math.round(beam) };
    },
  },
  {
    name: 'lengthPenalty',
    label: 'Length α',
    hint: 'How far long translations are favoured: log-probability over ((5 + n)/6)^α',
    min: 0,
    max: 3,
    step: 0.1,
    value: translation.value.lengthPenalty,
    change: (lengthPenalty) => {
      translation.value = { ...translation.peek(), lengthPenalty };
    },
  },
];

const ofFilling = (): readonly NumberSetting[] => [
  {
    name: 'shortest',
    label: 'From',
    hint: 'Characters that are missing, at least',
    min: 1,
    max: 64,
    step: 1,
    value: fill.value.shortest,
    change: (value) => {
      const shortest = Math.round(value);
      fill.value = { ...fill.peek(), shortest, longest: Math.max(shortest, fill.peek().longest) };
    },
  },
  {
    name: 'longest',
    label: 'To',
    hint: 'Characters that are missing, at most',
    min: 1,
    max: 64,
    step: 1,
    value: fill.value.longest,
    change: (value) => {
      const longest = Math.round(value);
      fill.value = { ...fill.peek(), longest, shortest: Math.min(longest, fill.peek().shortest) };
    },
  },
];

function NumberField({ name, label, hint, min, max, step, value, change }: NumberSetting) {
  const id = useId();
  return (
    <div class="setting" title={hint}>
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="field number"
        type="number"
        min={min}
        max={max}
        step={step}
        value={value}
        data-testid={name}
        onChange={({ currentTarget }) => {
          const typed = Number(currentTarget.value);
          if (currentTarget.value !== '' && Number.isFinite(typed)) change(Math.max(min, Math.min(max, typed)));
          else currentTarget.value = String(value);
        }}
      />
    </div>
  );
}
