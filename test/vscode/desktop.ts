/** The Mocha suite in a desktop VS Code, downloaded by @vscode/test-electron: where there is a display, and the download can be reached. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { bundleSuite, SCENES, type Scene, total } from './scenes';

const executable = await desktop();
if (executable) {
  const outcomes: string[] = [];
  for (const scene of Object.keys(SCENES) as Scene[]) outcomes.push(await play(scene, executable));
  const { line, failed } = total(outcomes);
  console.log(line);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** The program, or undefined where it cannot be had, which is said. */
async function desktop(): Promise<string | undefined> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return skip('there is no display');
  try {
    return await downloadAndUnzipVSCode();
  } catch (error) {
    return skip(`it cannot be downloaded (${error instanceof Error ? error.message : error})`);
  }
}

function skip(reason: string): undefined {
  console.log(`No desktop VS Code runs here: ${reason}. The same suite runs in the VS Code server: npm test -- extension`);
  console.log('0 passed, 0 failed, 1 skipped');
  return undefined;
}

async function play(scene: Scene, vscodeExecutablePath: string): Promise<string> {
  const { tests, outcome, host } = await bundleSuite(scene);
  const workspace = SCENES[scene]();
  const data = mkdtempSync(path.join(tmpdir(), 'vscode-desktop-'));
  const places = ['--extensions-dir', path.join(data, 'extensions'), '--user-data-dir', path.join(data, 'user')];
  try {
    const [cli = vscodeExecutablePath, ...words] = resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath);
    const vsix = path.resolve(`unroll-${process.platform}-${process.arch}.vsix`);
    const install = [...words, ...places, '--install-extension', vsix, '--force'];
    spawnSync(cli, install, { stdio: 'inherit', shell: process.platform === 'win32' });
    const launchArgs = [...(workspace ? [workspace.folder] : []), ...places, '--disable-workspace-trust'];
    await runTests({ vscodeExecutablePath, extensionDevelopmentPath: host, extensionTestsPath: tests, launchArgs }).catch(console.log);
    const said = existsSync(outcome) ? readFileSync(outcome, 'utf8') : '';
    console.log(said);
    return said;
  } finally {
    workspace?.dispose();
    rmSync(data, { recursive: true, force: true });
  }
}
