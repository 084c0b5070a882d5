// A model held against a file that it should know: its figures, what it takes for what, and how length makes it harder.

import type { Evaluation as Evaluated } from '../../../../../src/engine/results';
import { percent } from '../../../../../src/protocol/figures';
import type { UnitWords } from '../../../../../src/protocol/textUnits';
import { ConfusionMatrix } from '../../../../components/confusionMatrix';
import { bits, count, counted, lossShown, perplexityShown, signed } from '../../../../components/figures';
import { Cancel, Refusal } from '../../../../components/refusal';
import { Empty } from '../../empty';
import { usePanel } from '../../runPanel';
import { Unknown } from '../../unknown';
import { Errors } from './errors';
import { useEvaluation } from './evaluationModel';
import { LengthChart } from './lengthChart';

export function Evaluation() {
  const panel = usePanel();
  const { evaluate, evaluating } = useEvaluation();
  const latest = panel.evaluation.value;
  return (
    <div class="evaluation">
      <div class="evaluation-head">
        <button
          type="button"
          class="button primary"
          disabled={evaluating.busy.value || panel.run.summary.value?.hasCheckpoint === false}
          data-testid="evaluate"
          onClick={() => void evaluate()}
        >
          {evaluating.busy.value ? 'Evaluating…' : 'Evaluate on a file…'}
        </button>
        <Cancel of={evaluating} />
        {latest && (
          <p class="caption" data-testid="evaluated-on">
            {latest.files.map(fileName).join(', ')}: {counted(latest.evaluation.examples, 'example')}
          </p>
        )}
      </div>
      <Refusal of={evaluating} />
      {latest ? <Results evaluation={latest.evaluation} /> : <Nothing />}
    </div>
  );
}

/** Of a path of any system. */
const fileName = (file: string): string => file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);

function Results({ evaluation: found }: { evaluation: Evaluated }) {
  const { unit, units, strange } = usePanel().run.words.value;
  const { confusion, byLength, unknown } = found;
  return (
    <>
      <Unknown characters={unknown} strange={strange} />
      <dl class="results" data-testid="results">
        {figuresOf(found, unit, units).map(({ name, value, note }) => (
          <div key={name} class="result">
            <dt>{name}</dt>
            <dd>{value}</dd>
            <dd class="caption">{note}</dd>
          </div>
        ))}
      </dl>
      {found.noBaseline !== undefined && <p class="caption">No n-gram to hold it against: {found.noBaseline}</p>}
      {found.errors && <Errors {...found.errors} />}
      {byLength && byLength.length > 1 && <LengthChart byLength={byLength} />}
      {confusion && (
        <section class="section">
          <div class="section-head">
            <h2>Confusion</h2>
          </div>
          <ConfusionMatrix confusion={confusion} />
        </section>
      )}
    </>
  );
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

const hundredths = (share: number): string => `${signed(100 * share, 1)} %`;

function figuresOf(
  { accuracy, exact, characterErrorRate, bleu, nats, perplexity, strange, baseline }: Evaluated,
  unit: string,
  units: UnitWords,
): readonly Figure[] {
  const figures: (Figure | undefined)[] = [
    accuracy === undefined ? undefined : { name: 'Accuracy', value: hundredths(accuracy), note: `${unit}s that are right` },
    exact === undefined ? undefined : { name: 'Exact', value: hundredths(exact), note: 'right to the last character' },
    characterErrorRate === undefined
      ? undefined
      : { name: 'Character errors', value: hundredths(characterErrorRate), note: 'edits over the length of the truth' },
    bleu === undefined ? undefined : { name: 'BLEU', value: signed(bleu, 3), note: '1- to 4-grams of words, 0\u00a0…\u00a01' },
    { name: 'Loss', value: lossShown(nats, 3), note: `nats/${unit} · ${lossShown(bits(nats))} bits/${unit}` },
    strange && {
      name: 'Unknown',
      value: count(strange.count),
      note: `${strange.count === 1 ? 'costs' : 'cost'} ${lossShown(strange.nats / strange.count, 3)} nats each of this loss, ${lossShown(strange.nats, 3)} in all`,
    },
    baseline && {
      name: `${baseline.order}-gram`,
      value: lossShown(baseline.nats, 3),
      note: `nats/${unit} by counts of what was trained on${baseline.seen === 0 ? '' : `; ${percent(baseline.seen)} of this text is part of it, which they know by heart`}`,
    },
    {
      name: 'Perplexity',
      value: perplexityShown(perplexity),
      note: `as if guessing among so many ${unit === units.short ? units.many : `${unit}s`}`,
    },
  ];
  return figures.filter((figure) => figure !== undefined);
}

function Nothing() {
  const { evaluating } = useEvaluation();
  const { summary } = usePanel().run;
  return (
    <Empty
      testid="evaluation-empty"
      title="Hold the model against what it never saw"
      asked={evaluating}
      busy="The model is answering every example…"
    >
      {summary.value?.hasCheckpoint === false
        ? 'It can be evaluated once its first checkpoint is saved.'
        : 'Choose a file of the kind that it was trained on. You will see how much of it is right, and where it errs.'}
    </Empty>
  );
}
