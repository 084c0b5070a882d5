/** What units know of a program, held against VS Code's own TypeScript service; and their places as a peek in the editor. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { useSession } from '../session';
import { until } from '../until';

const TYPESCRIPT = path.resolve('node_modules/@typescript/old/lib');

/** Ones that differ, so that places can be told apart. */
const CODE = Array.from(
  { length: 60 },
  (_, at) => `/** Adds ${at} to what is given. */
export function add${at}(given: number): number {
  const name = "plus ${at}"; // a string
  return name.length > ${at % 7} ? given + ${at} : given;
}
`,
).join('\n');

describe('the stories of units', function () {
  this.timeout(180_000);
  this.bail(true);
  // The server's own TypeScript extension comes without a TypeScript: it is given ours.
  const session = useSession({ files: { 'sums.ts': CODE }, settings: { 'typescript.tsdk': TYPESCRIPT } });
  const bench = () => session().workbench;
  const panel = (testid: string) => bench().panel.getByTestId(testid);

  before(async () => {
    const { workspace } = session();
    const flags = ['--cell', 'gru', '--hidden', '24', '--updates', '400', '--device', 'wasm', '--out', workspace.path('.unroll/runs/sums')];
    execFileSync('node', ['dist/cli.js', 'train', workspace.path('sums.ts'), ...flags], { stdio: 'pipe' });
    await bench().command('Unroll: Refresh Runs');
  });

  it('holds units against the tokens that the TypeScript service tells of the file', async () => {
    const { page } = bench();
    await bench().openFile('sums.ts');
    await page.keyboard.press('Control+a');
    await bench().command('Unroll: Inspect Gate Activations');
    await panel('heatmap-h').waitFor({ timeout: 60_000 });
    await panel('tab-units').click();
    await panel('unit-words').waitFor({ timeout: 60_000 });
    const properties = () => panel('units-property').locator('option:not([disabled])').allTextContents();
    // The service of a window that has just opened is slow to know the file; units are held against it anew.
    await until('the service tells tokens', async () => {
      if ((await properties()).some((name) => name.startsWith('token: '))) return true;
      for (const of of ['all', 'output and states']) await panel(`units-of-${of}`).click();
      await page.waitForTimeout(2000);
      await panel('unit-words').waitFor();
      return false;
    });
    const tokens = (await properties()).filter((name) => name.startsWith('token: '));
    for (const kind of ['function', 'parameter', 'variable']) assert.ok(tokens.includes(`token: ${kind}`), `${kind}: ${tokens}`);
    await panel('units-property').selectOption('token: parameter');
    await bench()
      .panel.getByText(/token: parameter, AUC [01]\.\d\d/)
      .waitFor();
    await session().picture('units of a program');
  });

  it('a place of its dossier opens in the editor, all of them in a peek there', async () => {
    const { page } = bench();
    await panel('search-corpus').click();
    const places = panel('excerpts').locator('li');
    await places.first().waitFor({ timeout: 60_000 });
    const [chosen, count] = [places.nth(2), await places.count()];
    const [, line, column] = /:(\d+):(\d+)$/.exec((await chosen.getByRole('button').getAttribute('title')) ?? '') ?? [];
    const told = (await chosen.locator('b').textContent()) ?? '';
    await chosen.getByRole('button').click();
    const peek = page.locator('.peekview-widget');
    await peek.waitFor();
    assert.match(
      (await peek.locator('.peekview-title').innerText()) ?? '',
      new RegExp(`sums\\.ts.*(References|Locations) \\(${count}\\)`, 's'),
    );
    assert.ok((await peek.locator('.ref-tree .monaco-list-row').count()) > 1);
    await page.keyboard.press('Escape');
    await peek.waitFor({ state: 'detached' });
    await bench().statusBar.getByText(`Ln ${line}, Col ${column}`).waitFor();
    // The character there is the one that the dossier names.
    const character = [...(CODE.split('\n')[Number(line) - 1] ?? '')][Number(column) - 1] ?? '\n';
    assert.equal({ ' ': '␣', '\n': '↵' }[character] ?? character, told);
  });

  it('a brushed span leads from the maps to its units and to other places, which open in a peek too', async () => {
    const { page } = bench();
    await panel('tab-inside').click();
    const axis = panel('text-axis');
    await axis.press('Home');
    // The A of “Adds”: a unit that tells upper case is on there, and off around it.
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'b', 'e']) await axis.press(key);
    await panel('units-over-span').click();
    assert.deepEqual([await panel('span-from').inputValue(), await panel('span-to').inputValue()], ['5', '5']);
    // At which output it is on, the training says.
    for (const threshold of ['0', '0.1', '0.2', '0.3', '0.05', '0.15', '-0.1', '-0.2']) {
      await panel('threshold').fill(threshold);
      await panel('threshold').press('Enter');
      await panel('find-units').click();
      await panel('units-over').waitFor();
      if (await panel('search-matches').count()) break;
    }
    await panel('search-matches').click();
    await panel('matches').locator('li').first().waitFor({ timeout: 60_000 });
    await panel('matches').locator('li').first().getByRole('button').click();
    await bench().tab('sums.ts').first().waitFor();
    if ((await panel('matches').locator('li').count()) > 1) await page.locator('.peekview-widget').waitFor();
  });
});
