// Of a tagger and a gap filler: the characters in sight whose likeliest tag, or character, is another one now.
import { percent } from '../../../../../src/protocol/figures';
import { alone, count, counted } from '../../../../components/figures';
import { TableView } from '../../../../components/tableView';
import { useWhatIf } from './whatIfModel';

export function ToldOtherwise() {
  const { inspected, otherwise, sight, tells } = useWhatIf();
  const told = otherwise.value;
  if (!told || !tells.value) return null;
  const { from, to } = sight.value;
  const words = ({ symbol, probability }: { readonly symbol: string; readonly probability: number }) =>
    `${symbol === '' ? 'nothing' : alone(symbol)} ${percent(probability)}`;
  return (
    <section class="section told-otherwise" aria-label={`What it tells as ${tells.value}`} data-testid="told-otherwise">
      <div class="section-head">
        <h2>Likeliest {tells.value}</h2>
        <span class="caption">
          {told.length === 0
            ? `the same both ways at ${inspected.unitWords.value.many} ${count(from + 1)}–${count(to)}`
            : `another one at ${counted(told.length, inspected.unitWords.value.one)} of ${count(to - from)} in sight`}
        </span>
      </div>
      {told.length > 0 && (
        <TableView
          caption={`Where the likeliest ${tells.value} is another one`}
          table={{
            columns: ['at', inspected.unitWords.peek().one, 'as it is', 'changed'],
            rows: told.map(({ at, plain, changed }) => [
              count(at + 1),
              alone(inspected.characters.value[at] ?? ''),
              words(plain),
              words(changed),
            ]),
          }}
        />
      )}
    </section>
  );
}
