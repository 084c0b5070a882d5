// The page of a comparison: what is compared, and below each other the curves, the experiments, a text and what is written.
import './compare.css';
import { render } from 'preact';
import { MOST_SIDES } from '../../../src/protocol/compareProtocol';
import { type SaveFile, withFiles } from '../../components/exportMenu';
import { counted } from '../../components/figures';
import { vscodePage } from '../../components/vscodePage';
import { Comparison, useComparison, withComparison } from './comparison';
import { Continuations } from './continuations';
import { Curves } from './curves';
import { Differences } from './differences';
import { ManyCurves } from './manyCurves';
import { ParallelPicture } from './parallelPicture';
import { RunsTable } from './runsTable';
import { SameText } from './sameText';
import { Sides } from './sides';

function Compare() {
  const { failure, many, runs, sides } = useComparison();
  return (
    <>
      <header class="compare-header">
        <h1>Compare</h1>
        {many.value && <span class="caption">{counted(runs.value.size, 'run')}</span>}
        <Sides />
      </header>
      <main class="main">
        {failure.value !== undefined && (
          <div class="notice error" role="alert" data-testid="failure">
            {failure.value}
          </div>
        )}
        <div class="view compare-view">
          {runs.value.size === 0 ? (
            <p class="empty opening">Opening the runs…</p>
          ) : (
            <>
              {/* What is brushed above takes rows away below, and nothing moves under the pointer. */}
              <ParallelPicture />
              <RunsTable />
              {many.value ? <ManyCurves /> : <Curves />}
              {sides.value.some(({ checkpoint }) => checkpoint !== undefined) && <Differences />}
              {sides.value.length === 0 || (many.value && sides.value.length < 2) ? (
                <ChooseSides />
              ) : (
                <>
                  <SameText />
                  <Continuations />
                </>
              )}
            </>
          )}
        </div>
      </main>
    </>
  );
}

/** What is read and written side by side fits two to four of many. */
function ChooseSides() {
  const { sides } = useComparison();
  return (
    <section class="section" aria-label="Side by side">
      <div class="section-head">
        <h2>Side by side</h2>
      </div>
      <p class="empty-line" data-testid="choose-sides">
        {sides.value.length === 1 ? 'Tick another run' : `Tick two to ${MOST_SIDES} runs`} in the table to have the same text read by them,
        and to see what each writes.
      </p>
    </section>
  );
}

const app = document.getElementById('app');
if (app) {
  const comparison = new Comparison(vscodePage());
  const save: SaveFile = (name, bytes) => comparison.attempt(() => comparison.host.saveFile(name, bytes));
  const Page = withFiles(save, withComparison(comparison, Compare));
  render(<Page />, app);
  void comparison.open();
}
