// What this run is made of, to read and to quote.

import type { Experiment } from '../../../../../src/engine/experimentSchema';
import type { Started } from '../../../../../src/engine/trainingEvent';
import { percent } from '../../../../../src/protocol/figures';
import { countUnits, unitWords } from '../../../../../src/protocol/textUnits';
import { BarRow } from '../../../../components/barRow';
import { alone, count, counted, lossShown, short, signed } from '../../../../components/figures';
import { usePanel } from '../../runPanel';

export function Facts() {
  const { openCell, openCheckpoint, run } = usePanel();
  const { best: answering, last, started, summary, words } = run;
  const begun = started.value;
  const experiment = summary.value?.experiment;
  if (!experiment) return null;
  const best = answering.value;
  return (
    <>
      <section class="section">
        <h2>Model</h2>
        <dl class="facts">
          {words.value.knownBy === 'model' && <Fact name="Task" value={words.value.inShort + columnsOf(experiment)} />}
          <div class="fact">
            <dt>Cell</dt>
            <dd>
              <button type="button" class="link mono" title="Open the equations of this cell" onClick={() => void openCell()}>
                {experiment.cell}
              </button>
            </dd>
          </div>
          <Fact name="Units × layers" value={`${count(experiment.hidden)} × ${experiment.layers}`} />
          {experiment.decoderHidden !== undefined && <Fact name="Decoder units" value={count(experiment.decoderHidden)} />}
          {experiment.bidirectional !== 'no' && (
            <Fact name="Reads" value={`both ways, ${experiment.bidirectional === 'sum' ? 'summed' : 'side by side'}`} />
          )}
          {experiment.attention !== 'none' && <Fact name="Attention" value={experiment.attention} />}
          {experiment.residual && <Fact name="Residual" value="yes" />}
          {experiment.embedding > 0 && <Fact name="Embedding" value={count(experiment.embedding)} />}
          {experiment.dropout > 0 && <Fact name="Dropout" value={short(experiment.dropout)} />}
          {experiment.inputDropout > 0 && <Fact name="Input dropout" value={short(experiment.inputDropout)} />}
          {begun && <Fact name="Parameters" value={count(begun.parameters)} />}
        </dl>
        {summary.value?.hasCheckpoint && (
          <button
            type="button"
            class="link"
            title="Its weights as tables and pictures, in an editor"
            data-testid="open-checkpoint"
            onClick={() => void openCheckpoint()}
          >
            Open checkpoint…
          </button>
        )}
      </section>
      <section class="section">
        <h2>Text</h2>
        <dl class="facts">
          {begun && (
            <Fact
              name="Trained on"
              value={begun.rows ? counted(begun.rows.train, 'row') : counted(begun.trainCharacters, words.value.units.one)}
            />
          )}
          {begun && (
            <Fact
              name="Held out"
              value={`${count(begun.rows?.validation ?? begun.validationCharacters)} (${percent(experiment.validation)})`}
            />
          )}
          <Fact name="Files" value={experiment.files.map((file) => file.split(/[\\/]/).at(-1)).join(', ') || 'an unsaved document'} />
        </dl>
        {begun && <Vocabulary characters={begun.vocabulary} one={words.value.units.one} />}
      </section>
      <section class="section">
        <h2>Training</h2>
        <dl class="facts">
          <Fact name="Batch × window" value={`${begun?.batch ?? experiment.batch} × ${begun?.window ?? experiment.window}`} />
          {begun && <Fact name="An epoch is" value={counted(begun.updatesPerEpoch, 'update')} />}
          <Fact
            name="Optimizer"
            value={`${experiment.optimizer}, rate ${short(experiment.learningRate)}${experiment.schedule === 'constant' ? '' : `, ${experiment.schedule}`}`}
          />
          {experiment.teacherForcing < 1 && <Fact name="Teacher forcing" value={percent(experiment.teacherForcing)} />}
          <Fact name="Clip" value={experiment.clip ? `norm above ${short(experiment.clip)}` : 'no'} />
          <Fact name="Seed" value={String(experiment.seed)} />
          {last.value && <Fact name="Epoch" value={signed(last.value.epoch, Number.isInteger(last.value.epoch) ? 0 : 2)} />}
          {best && <Fact name="Best held out" value={`${lossShown(best.loss, 3)} nats/${words.value.unit}`} />}
          {best?.accuracy !== undefined && <Fact name="Its accuracy" value={percent(best.accuracy)} />}
          {best?.update !== undefined && <Fact name="Answers with" value={`update ${count(best.update)}, the best`} />}
        </dl>
      </section>
      {begun && <Device begun={begun} />}
      {begun && begun.notes.length > 0 && (
        <section class="section">
          <h2>Notes</h2>
          <ul class="notes">
            {begun.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Where they have names, or are not the first and the second. */
function columnsOf({ inputColumn, targetColumn }: Experiment): string {
  if (inputColumn === 1 && targetColumn === 2) return '';
  return typeof inputColumn === 'string' || typeof targetColumn === 'string'
    ? `, ${inputColumn}\u00a0→\u00a0${targetColumn}`
    : `, column\u00a0${inputColumn}\u00a0→\u00a0${targetColumn}`;
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** All of them are said by the summary; more than so many are no list to read. */
const MOST_GLYPHS = 1000;

function Vocabulary({ characters, one }: { readonly characters: readonly string[]; readonly one: string }) {
  return (
    <details class="vocabulary">
      <summary>{counted(countUnits(characters), `different ${one}`)}</summary>
      <p class="glyphs">
        {characters.slice(0, MOST_GLYPHS).map((character) => (
          <span key={character} class="glyph">
            {alone(character)}
          </span>
        ))}
        {characters.length > MOST_GLYPHS && `… and ${count(characters.length - MOST_GLYPHS)} more`}
      </p>
    </details>
  );
}

/** With `auto`: what was measured, so that the choice can be followed. */
function Device({ begun }: { begun: Started }) {
  const candidates = begun.candidates ?? [];
  const fastest = Math.max(1, ...candidates.map(({ charsPerSecond }) => charsPerSecond ?? 0));
  return (
    <section class="section">
      <h2>Device</h2>
      <p class="device-label">{begun.device.label}</p>
      {begun.device.note && <p class="caption">{begun.device.note}</p>}
      {candidates.length > 0 && (
        <>
          <p class="caption measured">Measured on this model, {unitWords(begun.units ?? 'characters').short}s/s:</p>
          <ul class="bars" data-testid="candidates">
            {candidates.map(({ device, charsPerSecond, reason }) =>
              charsPerSecond === undefined ? (
                <li key={device} class="bar-row wide" title={reason}>
                  <span class="bar-name">{device}</span>
                  <span class="caption">{reason ?? 'not available'}</span>
                </li>
              ) : (
                <BarRow
                  key={device}
                  name={device}
                  wide
                  share={charsPerSecond / fastest}
                  value={count(charsPerSecond)}
                  chosen={device === begun.device.device}
                />
              ),
            )}
          </ul>
        </>
      )}
    </section>
  );
}
