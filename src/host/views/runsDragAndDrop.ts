/** What is dropped on the list of runs: files and folders are trained on, as by a right-click; runs on a run are compared with it. */
import * as vscode from 'vscode';
import { listInWords } from '../../protocol/listInWords';
import { attempt } from '../commands/commandWrapper';
import { StatedError } from '../statedError';
import { GroupItem, RunItem } from './runItem';
import type { Item } from './runsTree';

/** As VS Code calls what is dragged out of this view. */
const RUNS = 'application/vnd.code.tree.unroll.runs';
const FILES = 'text/uri-list';
/** Files of the system that have no address here, as in a browser. */
const OUTSIDE = 'files';

export class RunsDragAndDrop implements vscode.TreeDragAndDropController<Item> {
  readonly dropMimeTypes = [RUNS, FILES, OUTSIDE];
  readonly dragMimeTypes = [RUNS];

  constructor(private readonly log: vscode.LogOutputChannel) {}

  handleDrag(items: readonly Item[], data: vscode.DataTransfer): void {
    data.set(RUNS, new vscode.DataTransferItem(items.filter((item) => item instanceof RunItem || item instanceof GroupItem)));
  }

  async handleDrop(target: Item | undefined, data: vscode.DataTransfer): Promise<void> {
    await attempt('drop on Runs', this.log, () => this.#drop(target, data));
  }

  async #drop(target: Item | undefined, data: vscode.DataTransfer): Promise<void> {
    const dragged: unknown = data.get(RUNS)?.value;
    if (Array.isArray(dragged)) {
      if (target instanceof RunItem || target instanceof GroupItem)
        await vscode.commands.executeCommand('unroll.compareRuns', target, [...dragged, target]);
      return;
    }
    const uris = await filesOf(data);
    const [first] = uris;
    if (!first) return;
    const cell = uris.length === 1 && first.path.endsWith('.cell');
    await vscode.commands.executeCommand(cell ? 'unroll.trainCell' : 'unroll.train', first, [...uris]);
  }
}

async function filesOf(data: vscode.DataTransfer): Promise<readonly vscode.Uri[]> {
  const listed = (await data.get(FILES)?.asString()) ?? '';
  const uris = listed.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  if (uris.length > 0) return uris.map((uri) => vscode.Uri.parse(uri, true));
  const found: vscode.Uri[] = [];
  const homeless: string[] = [];
  for (const [, item] of data) {
    const file = item.asFile();
    if (file?.uri) found.push(file.uri);
    else if (file) homeless.push(file.name);
  }
  if (homeless.length > 0)
    throw new StatedError(
      `${listInWords(homeless, 3)} cannot be trained on from there: VS Code does not say where on this machine it lies. Put it into the workspace first.`,
    );
  return found;
}
