// What each side writes, side by side: the same prompt, seed and temperature for all.
import { GENERATION } from '../../../src/protocol/answerOptions';
import { NumberField, type NumberSetting } from '../../components/numberField';
import { Cancel, Refusal } from '../../components/refusal';
import { SurpriseKey } from '../../components/surpriseKey';
import { TextField } from '../../components/textField';
import { Written } from '../../components/written';
import { COLOURS, useComparison } from './comparison';

type Setting = 'length' | 'seed' | 'temperature';
const SETTINGS: readonly (NumberSetting & { readonly name: Setting })[] = [
  { name: 'length', label: 'Length', hint: 'Characters to write', range: GENERATION.length },
  {
    name: 'temperature',
    label: 'Temperature',
    hint: '0 always takes the likeliest; higher is bolder',
    range: GENERATION.temperature,
    step: 0.05,
  },
  { name: 'seed', label: 'Seed', hint: 'The same seed draws by the same chance', range: GENERATION.seed },
];

/** Nothing where none of them goes on from a text. */
export function Continuations() {
  const comparison = useComparison();
  const { change, options, write, writers, writing, written } = comparison.writing;
  if (writers.value.length === 0) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    void write();
  };
  return (
    <section class="section" aria-label="Continuations" aria-busy={writing.busy.value}>
      <div class="section-head">
        <h2>Continuations</h2>
        {written.value.length > 0 && <SurpriseKey />}
      </div>
      <form class="controls" noValidate onSubmit={submit}>
        <div class="prompt-box">
          <TextField
            id="prompt"
            label="Continue"
            placeholder="Type a beginning"
            rows={2}
            testid="prompt"
            value={options.value.prompt}
            change={(prompt) => change({ prompt })}
          />
        </div>
        <div class="settings">
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
          <button type="submit" class="button primary" disabled={writing.busy.value} data-testid="write">
            {writing.busy.value ? 'Writing…' : 'Generate'}
          </button>
          <Cancel of={writing} />
        </div>
      </form>
      <Refusal of={writing} />
      <div class="cards">
        {written.value.map(({ side, prompt, continuation }, at) => (
          <article key={at} class="card" data-testid="continuation" aria-label={`Continuation of ${comparison.nameOf(side)}`}>
            <div class="card-head">
              <span class="caption">
                <i class={`key key-${COLOURS[comparison.sides.value.indexOf(side)]}`} />
                {comparison.nameOf(side)}
              </span>
            </div>
            <Written
              what={`the continuation of ${comparison.nameOf(side)}`}
              characters={continuation.characters}
              before={<span class="prompt">{prompt}</span>}
            />
          </article>
        ))}
      </div>
    </section>
  );
}
