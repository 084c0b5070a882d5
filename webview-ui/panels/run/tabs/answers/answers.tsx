// Gives the model a text and shows what it makes of it.

import { Cancel, Refusal } from '../../../../components/refusal';
import { TextField } from '../../../../components/textField';
import { Empty } from '../../empty';
import { usePanel } from '../../runPanel';
import { Unknown } from '../../unknown';
import type { Answered } from './answerers';
import { useAnswers } from './answersModel';

export function Answers() {
  const { answer, answerer, ask, asking, askSelection, view } = useAnswers();
  const { question } = usePanel().run.words.value;
  if (!question) return null;
  const { label, placeholder, hint, verb } = question;
  const Settings = answerer?.Settings;
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
        {Settings && <Settings />}
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
      {answer.value ? <Shown answered={answer.value} /> : <Nothing hint={hint} />}
    </div>
  );
}

function Shown({ answered: { unknown, View } }: { answered: Answered }) {
  return (
    <>
      <Unknown characters={unknown} />
      <View />
    </>
  );
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
