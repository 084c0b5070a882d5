// The page of a file of weights: what it is, its tensors in a table, and pictures of the one that is chosen.
import './checkpoint.css';
import { render } from 'preact';
import { type SaveFile, withFiles } from '../../components/exportMenu';
import { vscodePage } from '../../components/vscodePage';
import { Broken } from './broken';
import { ChosenTensor, withChosenTensor } from './chosenTensor';
import { Equations, Metadata, Summary } from './facts';
import { Header } from './header';
import { LossThere } from './lossThere';
import { TensorPictures } from './tensorPictures';
import { TensorTable } from './tensorTable';
import { useWeights, Weights, withWeights } from './weights';

function Checkpoint() {
  const { broken, failure, opened } = useWeights();
  return (
    <>
      <Header />
      <main class="main">
        {failure.value !== undefined && (
          <div class="notice error" role="alert" data-testid="failure">
            {failure.value}
          </div>
        )}
        <div class="view">{broken.value !== undefined ? <Broken /> : opened.value ? <Contents /> : <Opening />}</div>
      </main>
    </>
  );
}

const Opening = () => <p class="empty opening">Reading the header…</p>;

function Contents() {
  const { opened, tensors } = useWeights();
  const { problem } = opened.value?.summary ?? {};
  return (
    <div class="columns">
      <div class="column-main">
        {problem !== undefined && (
          <div class="notice warning" role="status" data-testid="problem">
            {problem} Its tensors are shown all the same.
          </div>
        )}
        {tensors.value.length === 0 ? (
          <p class="empty-line">This file has no tensors.</p>
        ) : (
          <>
            <TensorTable />
            <TensorPictures />
          </>
        )}
      </div>
      <aside class="column-side" aria-label="Facts of this file">
        <Summary />
        <LossThere />
        <Equations />
        <Metadata />
      </aside>
    </div>
  );
}

const app = document.getElementById('app');
if (app) {
  const weights = new Weights(vscodePage());
  const save: SaveFile = (name, bytes) => weights.attempt(() => weights.host.saveFile(name, bytes));
  const Page = withFiles(save, withWeights(weights, withChosenTensor(new ChosenTensor(weights), Checkpoint)));
  render(<Page />, app);
  void weights.open();
}
