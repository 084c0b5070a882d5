// node test/bench/quality.mjs: validation loss after so many seconds of training by the command line, alone or over a grid.
import { runTypeScript } from '../runTypeScript.mjs';

try {
  const { quality } = await runTypeScript('test/bench/quality.ts');
  await quality(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
