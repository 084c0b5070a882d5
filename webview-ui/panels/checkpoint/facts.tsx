// What the file says of itself: to read and to quote.
import { duration, percent } from '../../../src/protocol/figures';
import { taskWords } from '../../../src/protocol/taskWords';
import { shownText } from '../../../src/protocol/textUnits';
import { alone, count, counted, lossShown, threeUnits } from '../../components/figures';
import { bytesShown, numbersShown } from './amounts';
import { useWeights } from './weights';

export function Summary() {
  const { opened, start } = useWeights();
  const { summary } = opened.value ?? {};
  if (!summary || !start.value) return null;
  const { checkpoint } = summary;
  const { folder, modified, history } = start.value;
  return (
    <>
      <section class="section">
        <h2>File</h2>
        <dl class="facts">
          <Fact name="Folder" value={folder} />
          <Fact name="Size" value={`${bytesShown(summary.size)} (${count(summary.size)} bytes)`} />
          {modified > 0 && <Fact name="Written" value={new Date(modified).toLocaleString('en')} />}
          <Fact name="Tensors" value={count(summary.tensors)} />
          <Fact name="Numbers" value={numbersShown(summary.numbers)} />
          {summary.dtypes.slice(0, MOST_TYPES).map(({ dtype, tensors, numbers }) => (
            <Fact key={dtype} name={dtype} value={`${numbersShown(numbers)} in ${counted(tensors, 'tensor')}`} />
          ))}
        </dl>
      </section>
      {checkpoint && (
        <section class="section" data-testid="checkpoint-facts">
          <h2>Checkpoint</h2>
          <dl class="facts">
            {history && <Fact name="Run" value={history.summary.name} />}
            <Fact name="Task" value={taskWords(checkpoint.experiment).inShort} />
            <Fact name="Update" value={count(checkpoint.update)} />
            <Fact name="Epoch" value={count(checkpoint.epoch)} />
            <Fact name="Trained for" value={duration(checkpoint.elapsed)} />
            {!history && checkpoint.losses.length > 0 && (
              <Fact
                name="Loss there"
                value={`${lossShown(checkpoint.losses.reduce((sum, loss) => sum + loss, 0) / checkpoint.losses.length, 3)} nats/${taskWords(checkpoint.experiment).unit}, mean of the last ${counted(checkpoint.losses.length, 'update')}`}
              />
            )}
            {!history && checkpoint.validation !== undefined && (
              <Fact name="Held out there" value={`${lossShown(checkpoint.validation, 3)} nats/${taskWords(checkpoint.experiment).unit}`} />
            )}
            {checkpoint.best !== undefined && (
              <Fact name="Best held out" value={threeUnits(checkpoint.best, taskWords(checkpoint.experiment).unit)} />
            )}
            {checkpoint.bestAccuracy !== undefined && <Fact name="Its accuracy" value={percent(checkpoint.bestAccuracy)} />}
            <Fact name="Parameters" value={count(checkpoint.parameters)} />
          </dl>
          <Names names={checkpoint.vocabulary} size={checkpoint.vocabularySize} one={taskWords(checkpoint.experiment).units.one} />
          <Names names={checkpoint.targets} size={checkpoint.targetsSize} one={targetOf(checkpoint.experiment)} />
          <Names names={checkpoint.labels} size={checkpoint.labelsSize} one="label" />
        </section>
      )}
    </>
  );
}

const MOST_TYPES = 20;

/** What a model chooses from, where that is not what it reads. */
function targetOf(experiment: Parameters<typeof taskWords>[0]): string {
  const { predicts, units } = taskWords(experiment);
  return predicts === 'next' || predicts === 'here' ? `target ${units.one}` : predicts;
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

function Names({ names, size, one }: { readonly names: readonly string[]; readonly size: number; readonly one: string }) {
  if (size === 0) return null;
  return (
    <details class="vocabulary">
      <summary>{counted(size, one)}</summary>
      <p class="glyphs">
        {names.map((name) => (
          <span key={name} class="glyph">
            {alone(name)}
          </span>
        ))}
        {size > names.length && ` … and ${count(size - names.length)} more`}
      </p>
    </details>
  );
}

/** Of each layer's cell, as it was when training began. */
export function Equations() {
  const { cells } = useWeights().opened.value?.summary.checkpoint ?? {};
  if (!cells) return null;
  return (
    <section class="section" data-testid="equations">
      <h2>{cells.length > 1 ? 'Cells' : 'Cell'}</h2>
      {cells.map(({ name, source }, layer) => (
        <pre key={`${layer} ${name}`} class="equations">
          {source.trim()}
        </pre>
      ))}
    </section>
  );
}

export function Metadata() {
  const { metadata = [], moreMetadata = 0 } = useWeights().opened.value?.summary ?? {};
  if (metadata.length === 0) return null;
  return (
    <section class="section" data-testid="metadata">
      <h2>Metadata</h2>
      <dl class="facts">
        {metadata.map(({ name, text, length }) => (
          <Fact key={name} name={shownText(name)} value={length > text.length ? `${text}… (${count(length)} characters)` : text} />
        ))}
      </dl>
      {moreMetadata > 0 && <p class="caption">… and {counted(moreMetadata, 'more field')}.</p>}
    </section>
  );
}
