// npm run bench: ours beside its peers, measured in one run. Sets up what is missing, as every other script does.
import { installDependencies } from '../setUp.mjs';

try {
  installDependencies();
  const { runTypeScript } = await import('../runTypeScript.mjs');
  const { bench } = await runTypeScript('test/bench/bench.ts');
  await bench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
