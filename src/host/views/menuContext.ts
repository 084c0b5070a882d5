/** Tells menus and the palette what there is: what cannot work now is not offered. */
import * as vscode from 'vscode';
import { reachedEnd } from '../../protocol/runState';
import type { Annotations } from '../editors/annotations';
import type { Runs } from '../workspace/runs';
import { experimentFileOf } from './arrangement';

export function offerWhatWorks(runs: Runs, annotations: Annotations): vscode.Disposable {
  const told = new Set<string>();
  const tell = () => {
    const now = new Set([...factsOf(runs), ...(annotations.has('note') ? ['unroll.labels'] : []), ...changesShown(annotations)]);
    for (const key of [...now, ...told]) {
      if (now.has(key) !== told.has(key)) void vscode.commands.executeCommand('setContext', key, now.has(key));
    }
    told.clear();
    for (const key of now) told.add(key);
  };
  tell();
  return vscode.Disposable.from(runs.onDidChange(tell), annotations.onDidChange(tell), vscode.window.onDidChangeActiveTextEditor(tell));
}

/** Whether lines are marked that became more or less predictable: anywhere, and in the document in front. */
function changesShown(annotations: Annotations): readonly string[] {
  const here = vscode.window.activeTextEditor;
  return [
    ...(annotations.has('changed') ? ['unroll.changes'] : []),
    ...(here && annotations.has('changed', here.document) ? ['unroll.changesHere'] : []),
  ];
}

/** The context keys that are true of the runs. A task counts from its first checkpoint on. */
function factsOf({ all, deleted }: Runs): readonly string[] {
  const facts = all.flatMap((run) => {
    const { status, hasCheckpoint, experiment } = run;
    return [
      'unroll.hasRuns',
      ...(experimentFileOf(run) === undefined ? [] : ['unroll.hasExperiments']),
      ...(status === 'training' ? ['unroll.training'] : []),
      ...(hasCheckpoint ? ['unroll.trained', `unroll.has.${experiment.task}`] : []),
      ...(hasCheckpoint && reachedEnd(status) ? ['unroll.finished'] : []),
      ...(hasCheckpoint && !reachedEnd(status) && status !== 'training' ? ['unroll.resumable'] : []),
    ];
  });
  return [...new Set([...facts, ...(deleted.length > 0 ? ['unroll.deleted'] : [])])];
}
