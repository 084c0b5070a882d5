// node test/bench/memory.mjs [words]: what training takes of memory beside what it was reckoned to take.
import { runTypeScript } from '../runTypeScript.mjs';

try {
  const { measureMemory } = await runTypeScript('test/bench/memory.ts');
  measureMemory(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
