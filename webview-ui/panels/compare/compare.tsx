// The page of a comparison: what is compared, and below each other the curves, the experiments, a text and what is written.
import './compare.css';
import { render } from 'preact';
import { type SaveFile, withFiles } from '../../components/exportMenu';
import { vscodePage } from '../../components/vscodePage';
import { Comparison, useComparison, withComparison } from './comparison';
import { Continuations } from './continuations';
import { Curves } from './curves';
import { Differences } from './differences';
import { SameText } from './sameText';
import { Sides } from './sides';

function Compare() {
  const { failure, sides } = useComparison();
  return (
    <>
      <header class="compare-header">
        <h1>Compare</h1>
        <Sides />
      </header>
      <main class="main">
        {failure.value !== undefined && (
          <div class="notice error" role="alert" data-testid="failure">
            {failure.value}
          </div>
        )}
        <div class="view compare-view">
          {sides.value.length === 0 ? (
            <p class="empty opening">Opening the runs…</p>
          ) : (
            <>
              <Curves />
              <Differences />
              <SameText />
              <Continuations />
            </>
          )}
        </div>
      </main>
    </>
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
