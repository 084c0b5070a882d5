/** Where runs are kept: in each workspace folder, or in the extension's own storage for this window where that cannot be. */
import { existsSync } from 'node:fs';
import { access, constants, lstat, stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { RUNS_FOLDER } from '../../protocol/engineProtocol';
import { firstFree, runName } from './runName';

export interface RunsRoot {
  /** For people: the workspace folder's name. */
  readonly label: string;
  readonly path: string;
}

export interface NewRun {
  readonly folder: string;
  /** Why the run is not kept in the workspace. */
  readonly note?: string;
}

export class RunFolders {
  /** Names given out in this session whose folder the engine may not have made yet. */
  readonly #reserved = new Set<string>();
  /** Notes that need not be said again. */
  readonly #told = new Set<string>();
  readonly #storage: RunsRoot;

  constructor(storage: vscode.Uri) {
    this.#storage = { label: 'Elsewhere', path: path.join(storage.fsPath, 'runs') };
  }

  /** Every place where runs may be. */
  get roots(): readonly RunsRoot[] {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    return [...folders.map((folder) => ({ label: folder.name, path: rootOf(folder) })), this.#storage];
  }

  /** The places that exist now. */
  get existing(): readonly RunsRoot[] {
    return this.roots.filter((root) => existsSync(root.path));
  }

  /** A folder for a run on `source`, in the workspace folder of `near` or in the first one. */
  async reserve(source: string, cell: string, near?: vscode.Uri): Promise<NewRun> {
    const { root, note } = await this.rootFor(near);
    const name = firstFree(runName(source, cell), (candidate) => {
      const folder = path.join(root, candidate);
      return this.#reserved.has(folder) || existsSync(folder);
    });
    const folder = path.join(root, name);
    this.#reserved.add(folder);
    return { folder, ...(note !== undefined && { note }) };
  }

  /** The folder of runs in the workspace folder of `near` or in the first one; the extension's own where there is none that could be written to. */
  async rootFor(near?: vscode.Uri): Promise<{ readonly root: string; readonly note?: string }> {
    const workspace = (near && vscode.workspace.getWorkspaceFolder(near)) ?? vscode.workspace.workspaceFolders?.[0];
    const inWorkspace = workspace?.uri.scheme === 'file' ? rootOf(workspace) : undefined;
    const refusal = inWorkspace && ((await linkIn(inWorkspace)) ?? (await refuses(inWorkspace)));
    if (inWorkspace && !refusal) return { root: inWorkspace };
    const why = refusal ? `${inWorkspace} cannot be written to (${refusal})` : 'No folder is open';
    return { root: this.#storage.path, ...this.#once(`${why}: runs are kept in the extension's own storage.`) };
  }

  /** Where the files that a run names may lie. What is in the extension's own storage was made by this user. */
  readableFor(folder: string): readonly string[] | 'anything' {
    return path.dirname(folder) === this.#storage.path ? 'anything' : this.workspaces;
  }

  /** The workspace folders on this machine. */
  get workspaces(): readonly string[] {
    return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  }

  /** The workspace folder in whose own `.unroll` a run is kept; undefined for one that is kept where the user said, or elsewhere. */
  workspaceOf(run: string): vscode.WorkspaceFolder | undefined {
    const root = path.dirname(run);
    return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file' && root === path.join(uri.fsPath, '.unroll', 'runs'));
  }

  #once(note: string): { readonly note?: string } {
    if (this.#told.has(note)) return {};
    this.#told.add(note);
    return { note };
  }
}

function rootOf(folder: vscode.WorkspaceFolder): string {
  const configured = vscode.workspace.getConfiguration('unroll', folder).get<string>('runsFolder') || RUNS_FOLDER;
  return path.resolve(folder.uri.fsPath, configured);
}

/** Why a workspace's own folder of runs is not written to: a stranger's may be a link to any place. One that the user set may be one of theirs. */
async function linkIn(root: string): Promise<string | undefined> {
  if (!root.endsWith(path.normalize(`/${RUNS_FOLDER}`))) return undefined;
  for (const folder of [path.dirname(root), root]) if (await isLink(folder)) return `${path.basename(folder)} is a link to another place`;
  return undefined;
}

async function isLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink();
  } catch {
    return false; // What cannot be looked at cannot be written to either, which `refuses` says with its reason.
  }
}

/** The system's reason why nothing can be written there, or undefined; asked of the nearest folder that exists. */
async function refuses(root: string): Promise<string | undefined> {
  try {
    await access(root, constants.W_OK);
    return (await stat(root)).isDirectory() ? undefined : 'ENOTDIR';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENOENT' && path.dirname(root) !== root ? refuses(path.dirname(root)) : code;
  }
}
