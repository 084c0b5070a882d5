// npm start: from a fresh clone to a VS Code with the extension and the sample workspace in it. `npm start -- --check` does it without a person.
import { installDependencies } from '../setUp.mjs';

try {
  installDependencies();
  const { runTypeScript } = await import('../runTypeScript.mjs');
  const { start } = await runTypeScript('test/vscode/start.ts');
  await start(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
