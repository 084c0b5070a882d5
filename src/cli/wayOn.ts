/** What can be done with a run, as lines to be copied. */
import { type Task, taskWords } from '../engine/tasks/words';
import { commandLine, nearer } from './commandLine';

export const resumeLine = (folder: string): string => `Resume:    ${commandLine('resume', '--run', nearer(folder))}`;

/** What its task is there for. */
export function useLine(folder: string, task: Task): string {
  const [verb, ...words] = taskWords({ task }).commandLine;
  return `${`${verb[0]?.toUpperCase()}${verb.slice(1)}:`.padEnd(11)}${commandLine(verb, '--run', nearer(folder), ...words)}`;
}
