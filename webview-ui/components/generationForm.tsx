// What to go on from, and how to draw the next characters. Every setting says in its own words what it does.
import type { ComponentChildren } from 'preact';
import type { GenerationOptions } from '../../src/engine/results';
import { GENERATION } from '../../src/protocol/answerOptions';
import type { GenerationStore } from './generationStore';
import { NumberField, type NumberSetting } from './numberField';
import { Cancel } from './refusal';
import { Temperature } from './temperature';
import { TextField } from './textField';

type Setting = Exclude<keyof GenerationOptions, 'prompt' | 'label' | 'temperature'>;

const SETTINGS: readonly (NumberSetting & { readonly name: Setting })[] = [
  { name: 'length', label: 'Length', hint: 'How much to write', range: GENERATION.length },
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

export interface GenerationFormProps {
  readonly store: GenerationStore;
  /** Settings that it has no use for. */
  readonly without?: readonly Setting[];
  /** What is chosen in place of a text to go on from. */
  readonly children?: ComponentChildren;
}

export function GenerationForm({ store, without = [], children }: GenerationFormProps) {
  const { change, generate, options, promptFromSelection, writing } = store;
  const submit = (event: Event) => {
    event.preventDefault();
    void generate();
  };
  return (
    <form class="controls" noValidate onSubmit={submit}>
      <div class="prompt-box">
        {children ?? (
          <TextField
            id="prompt"
            label="Continue"
            placeholder="Type a beginning"
            rows={3}
            testid="prompt"
            value={options.value.prompt}
            change={(prompt) => change({ prompt })}
          />
        )}
      </div>
      <div class="settings">
        <Temperature value={options.value.temperature} change={(temperature) => change({ temperature })} />
        {SETTINGS.filter(({ name }) => !without.includes(name)).map((setting) => (
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
        {children === undefined && (
          <button type="button" class="button" data-testid="prompt-selection" onClick={() => void promptFromSelection()}>
            Use selection
          </button>
        )}
      </div>
    </form>
  );
}
