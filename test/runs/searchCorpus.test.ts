/** Units looked for in the files of real runs of every task: what is shown stands in the file where it is said to. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ModelShelf } from '../../src/runs/modelShelf';
import { matchesInCorpus, unitInCorpus } from '../../src/runs/searchCorpus';
import { temporaryFolder } from './temporaryFolder';

const MADE = path.resolve('test', 'runs', 'version-0.1.0');
const FILES: Readonly<Record<string, string>> = {
  'language-model': 'verse.txt',
  infill: 'verse.txt',
  classify: 'labels.csv',
  'generate-from-label': 'labels.csv',
  tag: 'tags.tsv',
};
const following = { stop: { aborted: false } };

describe('what a run learned from', function () {
  this.timeout(120_000);
  const made = temporaryFolder();
  const shelf = new ModelShelf();
  after(() => shelf.dispose());

  for (const [name, file] of Object.entries(FILES))
    it(`is searched, and each place is in the file where it is said to be: ${name}`, async () => {
      const run = path.join(made(), '.unroll', 'runs', name);
      mkdirSync(path.dirname(run), { recursive: true });
      cpSync(path.join(MADE, 'runs', name), run, { recursive: true });
      cpSync(path.join(MADE, file), path.join(made(), file));
      const lines = readFileSync(path.join(made(), file), 'utf8').split('\n');
      const unit = { layer: 0, direction: 'forward', name: 'h', unit: 1 } as const;
      const { highest, lowest } = await shelf.use(run, (model) => unitInCorpus(model, run, unit, following));
      const threshold = (highest[5]?.value as number) - 1e-3; // rows alike have values alike
      const wanted = { units: [unit], threshold, length: 3 };
      const { matches } = await shelf.use(run, (model) => matchesInCorpus(model, run, wanted, following));
      const found = [...highest, ...lowest, ...matches].map(({ location }) => location);
      assert.ok(matches.length > 0);
      for (const location of found) {
        assert.equal(path.basename(location.file), file);
        const [first] = location.characters.split('\n') as [string];
        const line = lines[location.line - 1] as string;
        assert.equal(line.slice(location.column - 1, location.column - 1 + first.length), first);
      }
    });
});
