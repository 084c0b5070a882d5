/** Runs in a workspace are files that nobody asked for by name: it is said once where they are, and offered to keep them out of the way. */
import * as vscode from 'vscode';
import { type Action, StatedError } from '../statedError';
import type { RunFolders } from './runFolders';

export interface Offer {
  /** A sentence. */
  readonly said: string;
  readonly action: Action;
}

const FOLDER = '.unroll';
const SAID = 'saidWhereRunsAre';
/** Of a .gitignore, far above what people write. */
const MOST_BYTES = 1_000_000;

export class IgnoreRuns {
  constructor(
    private readonly memento: vscode.Memento,
    private readonly folders: RunFolders,
  ) {}

  /** Undefined where it was said before, whatever the answer was, and where the run is kept elsewhere or ignored already. */
  async offer(run: string): Promise<Offer | undefined> {
    const workspace = this.folders.workspaceOf(run);
    if (!workspace || this.memento.get<boolean>(SAID, false)) return undefined;
    await this.memento.update(SAID, true);
    const git = await hasGit(workspace);
    const ignored = git ? await readGitIgnore(workspace) : undefined;
    if (ignored === 'not ours to change' || (ignored !== undefined && names(ignored))) return undefined;
    const title = git ? `Add ${FOLDER} to .gitignore` : `Hide ${FOLDER} in the Explorer`;
    return { said: `It is kept in ${vscode.workspace.asRelativePath(run, false)}.`, action: { title, command: 'unroll.ignoreRuns' } };
  }

  /** Out of git where the workspace is in git, else out of the Explorer. */
  async ignore(run: string): Promise<void> {
    const workspace = this.folders.workspaceOf(run);
    if (!workspace) throw new StatedError(`${run} is not in ${FOLDER} of this workspace: nothing of it shows in the Explorer.`);
    if (await hasGit(workspace)) await addTo(workspace);
    else await hide(workspace);
  }
}

/** Whether a line of a .gitignore names the folder. */
export function names(gitIgnore: string): boolean {
  return /^\/?\.unroll(\/.*)?\s*$/m.test(gitIgnore);
}

export function withLine(text: string, line: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return text === '' || text.endsWith('\n') ? `${text}${line}${eol}` : `${text}${eol}${line}${eol}`;
}

const gitIgnoreOf = ({ uri }: vscode.WorkspaceFolder) => vscode.Uri.joinPath(uri, '.gitignore');
const hasGit = ({ uri }: vscode.WorkspaceFolder) => exists(vscode.Uri.joinPath(uri, '.git'));

async function addTo(workspace: vscode.WorkspaceFolder): Promise<void> {
  const text = await readGitIgnore(workspace);
  if (text === 'not ours to change')
    throw new StatedError(
      `.gitignore is a link to another place, no plain file or no text, and is left as it is. Write ${FOLDER}/ into it yourself.`,
    );
  if (!names(text)) await vscode.workspace.fs.writeFile(gitIgnoreOf(workspace), new TextEncoder().encode(withLine(text, `${FOLDER}/`)));
}

async function hide(workspace: vscode.WorkspaceFolder): Promise<void> {
  const files = vscode.workspace.getConfiguration('files', workspace);
  const excluded = files.inspect<Record<string, boolean>>('exclude')?.workspaceValue;
  await files.update('exclude', { ...excluded, [`**/${FOLDER}`]: true }, vscode.ConfigurationTarget.Workspace);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

/**
 * Empty where there is none. A stranger's workspace may have a link to any file of this machine there, or a device that never ends;
 * and what is not UTF-8 would not come out as it was.
 */
async function readGitIgnore(workspace: vscode.WorkspaceFolder): Promise<string | 'not ours to change'> {
  const uri = gitIgnoreOf(workspace);
  if (!(await exists(uri))) return '';
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if (type !== vscode.FileType.File || size > MOST_BYTES) return 'not ours to change';
  const bytes = await vscode.workspace.fs.readFile(uri);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return text.includes('\uFFFD') ? 'not ours to change' : text;
}
