/** What a task is stands in its folder: outside of `engine/tasks` only these places name one, each so often and for this reason. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TASKS } from '../../src/engine/tasks/words';

const ALLOWED: Readonly<Record<string, readonly [times: number, why: string]>> = {
  'src/engine/storedExperiment.ts': [1, 'what a run was, when no task was stored'],
  'src/engine/abilities.ts': [6, 'abilities, of which three are called as the task that has them'],
  'src/sources/proposeTasks.ts': [9, 'what files look like, and the likeliest task for it'],
  'src/sources/columnNames.ts': [1, 'a name that columns have'],
  'src/cli/tag.ts': [1, 'a command'],
  'src/cli/classify.ts': [1, 'a command'],
  'src/cli/translate.ts': [1, 'a command'],
  'src/host/commands/classifyCommands.ts': [2, 'the command of a task, and its question'],
  'src/host/commands/continueCommands.ts': [1, 'the proposal that is of the task of the run'],
  'src/host/commands/fillCommands.ts': [1, 'the command of a task'],
  'src/host/commands/modelCommands.ts': [2, 'the commands of two tasks'],
  'src/host/commands/tagCommands.ts': [2, 'the command of a task, and its question'],
  'src/host/commands/translateCommands.ts': [2, 'the command of a task, and its question'],
  'src/host/commands/pickRun.ts': [1, 'runs of the task that a command is for'],
  'src/host/commands/pickTask.ts': [1, 'whether a file looks like anything but what is learned usually'],
  'webview-ui/charts/surface.ts': [1, 'moving what is drawn, as a canvas calls it'],
  'webview-ui/panels/run/tabs/answers/answerers.tsx': [3, 'questions, which are called as the tasks that answer them'],
  'webview-ui/panels/run/tabs/answers/tagged.tsx': [1, 'a word'],
  'webview-ui/panels/run/tabs/inside/prediction.tsx': [1, 'what a prediction is about'],
};

const NAMED = new RegExp(
  [
    `(?<quote>['"])(?:${TASKS.join('|')})\\k<quote>`, // the name itself
    String.raw`\btask\s*[=!]==?`, // a task compared
    String.raw`switch\s*\([^)]*\btask\b`, // a task told from others
  ].join('|'),
  'g',
);

function named(folder: string): [file: string, times: number][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('src/engine/tasks/'))
    .map((file): [string, number] => [file, readFileSync(file, 'utf8').match(NAMED)?.length ?? 0])
    .filter(([, times]) => times > 0);
}

describe('the names of tasks', () => {
  it('stand in their folders, and elsewhere only where it is said why', () => {
    const allowed = Object.fromEntries(Object.entries(ALLOWED).map(([file, [times]]) => [file, times]));
    assert.deepEqual(Object.fromEntries([...named('src'), ...named('webview-ui')]), allowed);
  });

  it('are found where somebody asks for a task', () => {
    for (const asking of [
      "task === 'x'",
      'if (experiment.task !== usual)',
      'switch (model.experiment.task) {',
      "case 'translate':",
      '"infill"',
    ])
      assert.match(asking, new RegExp(NAMED.source), asking);
    for (const harmless of ['translate(model)', 'const { task } = experiment;', 'taskOf(experiment)'])
      assert.doesNotMatch(harmless, new RegExp(NAMED.source), harmless);
  });
});
