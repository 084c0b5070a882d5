// Gives the model a text and shows what it makes of it.
import type { Task } from '../../../../src/engine/experimentSchema';
import type { Host } from '../host';
import { Unknown } from '../inside/inside';
import { summary, words } from '../runModel';
import { changeView, view } from '../viewState';
import { type Answer, answer, answering, ask, askSelection, cancelAnswer, refusal } from './answersModel';
import { Classified } from './classified';
import { Filled } from './filled';
import { Settings } from './settings';
import { Tagged } from './tagged';
import { Translated } from './translated';

export interface AnswersProps {
  readonly host: Host;
  readonly attempt: (call: () => Promise<unknown>) => Promise<void>;
  readonly lookInside: (text: string, target?: string) => void;
}

interface Asking {
  readonly label: string;
  readonly verb: string;
  readonly placeholder: string;
  readonly hint: string;
}

const ASKING: Readonly<Partial<Record<Task, Asking>>> = {
  classify: {
    label: 'Texts, one on each line',
    verb: 'Classify',
    placeholder: 'Type a text',
    hint: 'Type a text or take the selection from an editor. Each line gets a label of its own.',
  },
  infill: {
    label: 'Text with a gap, written ____',
    verb: 'Fill the gap',
    placeholder: 'I am ____ hungry',
    hint: 'Write ____ where something is missing. The model reads up to the gap from both ends, and ranks what may stand in it.',
  },
  tag: {
    label: 'Text',
    verb: 'Tag',
    placeholder: 'Type a text',
    hint: 'Type a text or take the selection from an editor. Every character gets its tag.',
  },
  translate: {
    label: 'Sources, one on each line',
    verb: 'Translate',
    placeholder: 'Type a source',
    hint: 'Type a source or take the selection from an editor. You will see several translations and, with attention, where the model looked.',
  },
};

export function Answers(props: AnswersProps) {
  const experiment = summary.value?.experiment;
  const asking = ASKING[experiment?.task ?? 'language-model'];
  if (!experiment || !asking) return null;
  const { label, placeholder, hint } = asking;
  const verb = experiment.rule ? 'Restore' : asking.verb;
  const submit = (event: Event) => {
    event.preventDefault();
    void ask();
  };
  return (
    <div class="generation">
      <form class="controls asking" noValidate onSubmit={submit}>
        <div class="prompt-box">
          <label class="field-label" for="ask">
            {label}
          </label>
          <textarea
            id="ask"
            class="field"
            rows={3}
            spellcheck={false}
            placeholder={placeholder}
            data-testid="ask"
            value={view.value.ask}
            onInput={(event) => changeView({ ask: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
            }}
          />
        </div>
        <Settings task={experiment.task} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={answering.value || view.value.ask === ''} data-testid="answer">
            {answering.value ? 'Working…' : verb}
          </button>
          {answering.value && (
            <button type="button" class="button" data-testid="cancel" onClick={() => void cancelAnswer()}>
              Cancel
            </button>
          )}
          <button type="button" class="button" data-testid="ask-selection" onClick={() => void askSelection()}>
            Use selection
          </button>
        </div>
      </form>
      {refusal.value !== undefined && (
        <div class="notice error" role="alert" data-testid="refusal">
          {refusal.value}
        </div>
      )}
      {answer.value ? <Shown {...props} shown={answer.value} /> : <Empty hint={hint} />}
    </div>
  );
}

function Shown({ shown, ...props }: AnswersProps & { shown: Answer }) {
  const unknown = unknownIn(shown);
  return (
    <>
      {unknown.length > 0 && <Unknown characters={unknown} />}
      {shown.task === 'classify' && <Classified classifications={shown.classifications} />}
      {shown.task === 'infill' && <Filled fillings={shown.fillings} {...props} />}
      {shown.task === 'translate' && <Translated translations={shown.translations} {...props} />}
      {shown.task === 'tag' && <Tagged tagging={shown.tagging} {...props} />}
    </>
  );
}

function unknownIn(shown: Answer): readonly string[] {
  if (shown.task === 'infill') return shown.fillings.unknown;
  if (shown.task === 'tag') return shown.tagging.unknown;
  const all = shown.task === 'classify' ? shown.classifications : shown.translations;
  return [...new Set(all.flatMap(({ unknown }) => unknown))];
}

function Empty({ hint }: { hint: string }) {
  if (answering.value)
    return (
      <p class="empty" role="status">
        The model is at work…
      </p>
    );
  return (
    <div class="empty" data-testid="answers-empty">
      <p class="empty-title">{words.value.invitation}</p>
      <p>{summary.value?.hasCheckpoint === false ? 'The model can answer once its first checkpoint is saved.' : hint}</p>
    </div>
  );
}
