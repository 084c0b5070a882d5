// Gives the model a text and shows what it makes of it.
import type { Task } from '../../../../../src/engine/experimentSchema';
import { TextField } from '../../../../components/textField';
import { Unknown } from '../../../../components/unknown';
import { Empty } from '../../empty';
import { Cancel, Refusal } from '../../refusal';
import { usePanel } from '../../runPanel';
import { type Answer, useAnswers } from './answersModel';
import { Classified } from './classified';
import { Filled } from './filled';
import { Settings } from './settings';
import { Tagged } from './tagged';
import { Translated } from './translated';

interface Words {
  readonly label: string;
  readonly verb: string;
  readonly placeholder: string;
  readonly hint: string;
}

const WORDS: Readonly<Partial<Record<Task, Words>>> = {
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

export function Answers() {
  const { answer, ask, asking, askSelection, view } = useAnswers();
  const { summary } = usePanel().run;
  const experiment = summary.value?.experiment;
  const said = WORDS[experiment?.task ?? 'language-model'];
  if (!experiment || !said) return null;
  const { label, placeholder, hint } = said;
  const verb = experiment.rule ? 'Restore' : said.verb;
  const submit = (event: Event) => {
    event.preventDefault();
    void ask();
  };
  return (
    <div class="generation">
      <form class="controls asking" noValidate onSubmit={submit}>
        <div class="prompt-box">
          <TextField
            id="ask"
            label={label}
            placeholder={placeholder}
            rows={3}
            testid="ask"
            value={view.value.ask}
            change={(text) => view.change({ ask: text })}
          />
        </div>
        <Settings task={experiment.task} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={asking.busy.value || view.value.ask === ''} data-testid="answer">
            {asking.busy.value ? 'Working…' : verb}
          </button>
          <Cancel of={asking} />
          <button type="button" class="button" data-testid="ask-selection" onClick={() => void askSelection()}>
            Use selection
          </button>
        </div>
      </form>
      <Refusal of={asking} />
      {answer.value ? <Shown shown={answer.value} /> : <Nothing hint={hint} />}
    </div>
  );
}

function Shown({ shown }: { shown: Answer }) {
  return (
    <>
      <Unknown characters={unknownIn(shown)} />
      {shown.task === 'classify' && <Classified classifications={shown.classifications} />}
      {shown.task === 'infill' && <Filled fillings={shown.fillings} />}
      {shown.task === 'translate' && <Translated translations={shown.translations} />}
      {shown.task === 'tag' && <Tagged tagging={shown.tagging} />}
    </>
  );
}

function unknownIn(shown: Answer): readonly string[] {
  if (shown.task === 'infill') return shown.fillings.unknown;
  if (shown.task === 'tag') return shown.tagging.unknown;
  const all = shown.task === 'classify' ? shown.classifications : shown.translations;
  return [...new Set(all.flatMap(({ unknown }) => unknown))];
}

function Nothing({ hint }: { hint: string }) {
  const { asking } = useAnswers();
  const { summary, words } = usePanel().run;
  return (
    <Empty testid="answers-empty" title={words.value.invitation} asked={asking} busy="The model is at work…">
      {summary.value?.hasCheckpoint === false ? 'The model can answer once its first checkpoint is saved.' : hint}
    </Empty>
  );
}
