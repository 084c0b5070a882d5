// The run panel: connects to the host, shows the header and one of its tabs.
import './run.css';
import { render } from 'preact';
import { attempt, failure, show } from './attempt';
import { Header } from './header';
import { connect, host } from './host';
import { addEvents, openHistory, summary, tab } from './runModel';
import { Tabs } from './tabs';
import { Answers } from './tabs/answers/answers';
import { askFor, openAnswers } from './tabs/answers/answersModel';
import { Continuations } from './tabs/continuations/continuations';
import { generateFor, openGeneration } from './tabs/continuations/generationModel';
import { Evaluation } from './tabs/evaluation/evaluation';
import { evaluation } from './tabs/evaluation/evaluationModel';
import { Inside } from './tabs/inside/inside';
import { cursorFromEditor, inspect, openInspection } from './tabs/inside/inspection';
import { Training } from './tabs/training/training';
import { changeView } from './viewState';

connect({
  progress: addEvents,
  summary: (next) => {
    summary.value = next;
  },
  show: (name, asked) => {
    show(name);
    if (asked === undefined) return;
    if ('label' in asked) void generateFor(asked.label);
    else if (name === 'inside') void inspect(asked.text, asked);
    else if (name === 'continuations') void generateFor(asked.text);
    else if (name === 'answers') void askFor(asked.text);
  },
  evaluated: (latest) => {
    evaluation.value = latest;
  },
  cursor: cursorFromEditor,
});

function Run() {
  return (
    <>
      <Header />
      <main class="main">
        <Tabs />
        {failure.value !== undefined && (
          <div class="notice error" role="alert" data-testid="failure">
            <span>{failure.value}</span>
            <button
              type="button"
              class="link"
              onClick={() => {
                failure.value = undefined;
              }}
            >
              Dismiss
            </button>
          </div>
        )}
        <div class="view" id="view" role="tabpanel" aria-labelledby={`tab-${tab.value}`}>
          {tab.value === 'training' && <Training />}
          {tab.value === 'inside' && <Inside />}
          {tab.value === 'continuations' && <Continuations />}
          {tab.value === 'answers' && <Answers />}
          {tab.value === 'evaluation' && <Evaluation />}
        </div>
      </main>
    </>
  );
}

async function start(): Promise<void> {
  const opening = await host.ready();
  const { history, tab: first, generation, inspect: text } = opening;
  openHistory(history);
  changeView({ folder: history.summary.folder });
  tab.value = first;
  openInspection(text);
  openGeneration(generation, first === 'continuations');
  openAnswers(opening);
  evaluation.value = opening.evaluation ?? evaluation.peek();
}

const app = document.getElementById('app');
if (app) render(<Run />, app);
void attempt(start);
