// What differs between the experiments, and what came of them; what is the same is not shown.
import { comparedColumns } from '../../../src/protocol/comparedRuns';
import { duration } from '../../../src/protocol/figures';
import { useComparison } from './comparison';
import { resultsOf } from './resultsTable';
import { valueShown } from './valueShown';

export function Differences() {
  const comparison = useComparison();
  const sides = comparison.sides.value;
  const runs = sides.map(({ folder }) => comparison.run(folder));
  const summaries = runs.flatMap((run) => run.summary.value ?? []);
  const settings = comparedColumns(summaries)
    .filter(({ kind }) => kind === 'setting')
    .map((column) => ({ name: column.name, values: summaries.map((summary) => valueShown(column, column.of(summary))) }));
  const results = resultsOf(
    runs.map((run, at) => ({ run, update: comparison.updateOf(sides[at] as (typeof sides)[number]) })),
    duration,
  );
  return (
    <section class="section" aria-label="What differs">
      <div class="section-head">
        <h2>What differs</h2>
        <span class="caption">
          {comparison.shown.value.length === 1
            ? 'One run: its checkpoints differ by what was learned.'
            : settings.length === 0
              ? 'The experiments are the same.'
              : 'Settings that are the same are left out.'}
        </span>
      </div>
      <table class="numbers differences" data-testid="differences">
        <thead>
          <tr>
            <td />
            {sides.map((side, at) => (
              <th key={at} scope="col">
                {comparison.nameOf(side)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...settings, ...results].map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, at) => (
                <td key={at}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
