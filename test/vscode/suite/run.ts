/** Runs inside the extension host (`extensionTestsPath`): Mocha over the tests that lie beside it, the outcome written as it goes and summed up last. */
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout: 60_000, forbidOnly: true, reporter: 'dot' });
  for (const file of readdirSync(__dirname)) if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  const outcome = path.join(__dirname, 'outcome.txt');
  const say = (line: string) => appendFileSync(outcome, `${line}\n`);
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => say(`  ✔ ${test.fullTitle()} (${test.duration} ms)`));
    runner.on('fail', (test, error: Error) => say(`  ✘ ${test.fullTitle()}\n${error.stack ?? error.message}`));
    runner.on('pending', (test) => say(`  - ${test.fullTitle()}`));
    runner.on('end', () => {
      const { passes, failures, pending } = runner.stats ?? { passes: 0, failures: 1, pending: 0 };
      say(`${passes} passed, ${failures} failed, ${pending} skipped`);
    });
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
