// The run panel: connects to the host, shows the header and one of its tabs.
import './run.css';
import { render } from 'preact';
import type { PanelTab } from '../../../src/protocol/panelProtocol';
import { Answers } from './answers/answers';
import { askFor, openAnswers } from './answers/answersModel';
import { Continuations } from './continuations/continuations';
import { generateFor, openGeneration } from './continuations/generationModel';
import { Evaluation } from './evaluation/evaluation';
import { evaluation, openEvaluation } from './evaluation/evaluationModel';
import { messageOf } from './figures';
import { Header } from './header';
import { connect, type Host } from './host';
import { Inside } from './inside/inside';
import { cursorFromEditor, inspect, openInspection } from './inside/inspection';
import { addEvents, failure, openHistory, summary, tab } from './runModel';
import { Tabs } from './tabs';
import { Training } from './training/training';
import { changeView } from './viewState';

const host: Host = connect({
  progress: addEvents,
  summary: (next) => {
    summary.value = next;
  },
  show: (name, text) => {
    show(name);
    if (text === undefined) return;
    if (name === 'inside') void inspect(text);
    if (name === 'continuations') void generateFor(text);
    if (name === 'answers') void askFor(text);
  },
  evaluated: (latest) => {
    evaluation.value = latest;
  },
  cursor: cursorFromEditor,
});

function show(name: PanelTab): void {
  if (tab.peek() === name) return;
  tab.value = name;
  void attempt(() => host.showing(name));
}

function lookInside(text: string, target?: string): void {
  show('inside');
  void inspect(text, target);
}

/** Runs what the user asked for; a refusal is shown in its own words. */
async function attempt(call: () => Promise<unknown>): Promise<void> {
  failure.value = undefined;
  try {
    await call();
  } catch (error) {
    failure.value = messageOf(error);
  }
}

function Run() {
  return (
    <>
      <Header
        stop={() => attempt(() => host.stop())}
        resume={() => attempt(() => host.resume())}
        openCell={() => attempt(() => host.openCell())}
      />
      <main class="main">
        <Tabs show={show} />
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
          {tab.value === 'training' && <Training resume={() => attempt(() => host.resume())} show={show} />}
          {tab.value === 'inside' && <Inside />}
          {tab.value === 'continuations' && <Continuations attempt={attempt} host={host} />}
          {tab.value === 'answers' && <Answers attempt={attempt} host={host} lookInside={lookInside} />}
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
  openInspection(host, text);
  openGeneration(host, generation, first === 'continuations');
  openAnswers(host, opening);
  openEvaluation(host, opening.evaluation);
}

const app = document.getElementById('app');
if (app) render(<Run />, app);
void attempt(start);
