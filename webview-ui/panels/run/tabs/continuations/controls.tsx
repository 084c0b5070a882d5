// How to draw the next characters. Every setting says in its own words what it does.
import type { GenerationOptions } from '../../../../../src/engine/results';
import { GENERATION } from '../../../../../src/protocol/answerOptions';
import { NumberField, type NumberSetting } from '../../../../components/numberField';
import { Cancel } from '../../../../components/refusal';
import { Temperature } from '../../../../components/temperature';
import { TextField } from '../../../../components/textField';
import { useGeneration } from './generationModel';

type Setting = Exclude<keyof GenerationOptions, 'prompt' | 'label' | 'temperature'>;

const SETTINGS: readonly (NumberSetting & { readonly name: Setting })[] = [
  { name: 'length', label: 'Length', hint: 'Characters to write', range: GENERATION.length },
  { name: 'count', label: 'Count', hint: 'Continuations side by side', range: GENERATION.count },
  { name: 'seed', label: 'Seed', hint: 'The same seed writes the same text', range: GENERATION.seed },
  { name: 'topK', label: 'Top-k', hint: 'Draw from the k likeliest only; 0 is all', range: GENERATION.topK },
  {
    name: 'topP',
    label: 'Top-p',
    hint: 'Draw from the likeliest that make up this probability; 1 is all',
    range: GENERATION.topP,
    step: 0.05,
  },
];

export function Controls() {
  const { change, forLabel, generate, options, promptFromSelection, writing } = useGeneration();
  const submit = (event: Event) => {
    event.preventDefault();
    void generate();
  };
  return (
    <form class="controls" noValidate onSubmit={submit}>
      {forLabel ? <LabelChoice /> : <Prompt />}
      <div class="settings">
        <Temperature value={options.value.temperature} change={(temperature) => change({ temperature })} />
        {SETTINGS.map((setting) => (
          <NumberField
            key={setting.name}
            {...setting}
            value={options.value[setting.name]}
            change={(value) => change({ [setting.name]: value })}
          />
        ))}
      </div>
      <div class="actions">
        <button type="submit" class="button primary" disabled={writing.busy.value} data-testid="generate">
          {writing.busy.value ? 'Writing…' : 'Generate'}
        </button>
        <Cancel of={writing} />
        {!forLabel && (
          <button type="button" class="button" data-testid="prompt-selection" onClick={() => void promptFromSelection()}>
            Use selection
          </button>
        )}
      </div>
    </form>
  );
}

function Prompt() {
  const { change, options } = useGeneration();
  return (
    <div class="prompt-box">
      <TextField
        id="prompt"
        label="Continue"
        placeholder="Type a beginning"
        rows={3}
        testid="prompt"
        value={options.value.prompt}
        change={(prompt) => change({ prompt })}
      />
    </div>
  );
}

function LabelChoice() {
  const { change, labels, options } = useGeneration();
  return (
    <div class="prompt-box">
      <label class="field-label" for="label">
        Write for the label
      </label>
      <select
        id="label"
        class="field label-choice"
        data-testid="label"
        value={options.value.label}
        onChange={(event) => change({ label: event.currentTarget.value })}
      >
        {labels.value.map((label) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
