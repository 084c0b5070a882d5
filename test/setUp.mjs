// Everything that a fresh machine lacks: dependencies, a browser, a VS Code. Node's own modules only, for this runs before `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Something is missing that cannot be installed from here; the message says what to do. */
export class SetUpError extends Error {}

/** Runs a program with its output shown. @throws SetUpError where it fails */
function run(program, words, options = {}) {
  const { status, error } = spawnSync(program, words, { stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (status !== 0) throw new SetUpError(`\`${program} ${words.join(' ')}\` failed${error ? `: ${error.message}` : ''}.`);
}

/** Brings node_modules to what package-lock.json says, if it is not so already. */
export function installDependencies() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new SetUpError(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
  const packages = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {});
  const installed = packages('node_modules/.package-lock.json');
  const wanted = Object.entries(packages('package-lock.json')).filter(([name, { optional }]) => name && !optional);
  if (wanted.every(([name, { version }]) => installed[name]?.version === version)) return;
  console.log('Installing the dependencies (npm ci) …');
  run('npm', ['ci']);
}

const CHROMIUMS = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].map(
    (folder) => `${process.env[folder]}\\Google\\Chrome\\Application\\chrome.exe`,
  ),
};

/** The path of a Chrome or Chromium; on Debian, and as root, installs one where there is none. */
export function findChromium() {
  const here = () => process.env.CHROMIUM ?? (CHROMIUMS[process.platform] ?? CHROMIUMS.linux).map(onPath).find(Boolean);
  const found = here();
  if (found) return found;
  const debian = existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (debian && process.getuid() === 0) {
    console.log('Installing Chromium (apt-get install chromium) …');
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  }
  const installed = here();
  if (!installed) throw new SetUpError('No Chrome or Chromium was found. Install one, or set CHROMIUM to the path of its program.');
  return installed;
}

/** The absolute path of a program, or undefined. */
export function onPath(name) {
  const names = process.platform === 'win32' ? [name, `${name}.cmd`, `${name}.exe`] : [name];
  const folders = path.isAbsolute(name) ? [''] : (process.env.PATH ?? '').split(path.delimiter);
  return folders.flatMap((folder) => names.map((each) => path.join(folder, each))).find((file) => existsSync(file));
}

const CODE_SERVER = '4.139.1';

/** A real VS Code to open in a browser: the server that the npm package code-server bundles, and a Node that it runs on. */
export function installVSCodeServer() {
  if (process.platform !== 'linux')
    throw new SetUpError('Install VS Code, with its `code` command on the PATH: https://code.visualstudio.com');
  const folder = path.resolve('.vscode-e2e');
  const node = `node-linux-${process.arch}`;
  const server = path.join(folder, 'node_modules/code-server/lib/vscode');
  const done = path.join(folder, `.ok-${CODE_SERVER}`);
  if (!existsSync(done)) {
    console.log('Installing the VS Code server (npm packages code-server and Node 24, about 800 MB, once) …');
    const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "name": "vscode-e2e", "version": "0.0.0" }\n');
    run('npm', [...install, `${node}@24`, `code-server@${CODE_SERVER}`], { cwd: folder });
    run('npm', [...install, '--omit=dev'], { cwd: server }); // not `npm ci`: its shrinkwrap is out of step
    writeFileSync(done, '');
  }
  return { node: path.join(folder, 'node_modules', node, 'bin/node'), main: path.join(server, 'out/server-main.js') };
}
