/** Which runs a command was called on: from a menu of the list, by a key in it, or neither. */
import type { RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { GroupItem, RunItem, UnreadableItem } from '../views/runItem';
import type { RunsTree } from '../views/runsTree';

/** What a key binding hands over, as no item comes with it. */
const BY_KEY = 'selection';

/**
 * Those that are selected in the list of runs, where the menu was opened on one of them or a key was pressed; else the one that it
 * was opened on. A group stands for its runs; each run comes once.
 */
export function selectedRuns(
  given: unknown,
  selected: unknown,
  tree: Pick<RunsTree, 'selection'>,
): readonly (RunSummary | UnreadableRun)[] {
  const items = given === BY_KEY ? tree.selection : Array.isArray(selected) && selected.includes(given) ? selected : [given];
  const runs = items.flatMap((item): readonly (RunSummary | UnreadableRun)[] => {
    if (item instanceof RunItem) return [item.summary];
    if (item instanceof UnreadableItem) return item.contextValue === 'unreadable' ? [item.run] : []; // no folder of runs
    return item instanceof GroupItem ? item.group.runs : [];
  });
  return [...new Map(runs.map((run) => [run.folder, run])).values()];
}

/** The first of them that can be read, as what a picker of runs takes; else what was given. */
export function firstSelected(given: unknown, tree: Pick<RunsTree, 'selection'>): unknown {
  return given === BY_KEY ? tree.selection.find((item) => item instanceof RunItem) : given;
}
