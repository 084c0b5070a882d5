/** The fakes of VS Code, as the types that the host's code asks for, and a run for it to show. */
import type * as vscode from 'vscode';
import { parseExperiment } from '../../src/engine/parseExperiment';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { BEGUN } from '../../src/protocol/runState';
import { type FakeDocument, type FakeEditor, Range } from './fakeVscode';

export const asDocument = (document: FakeDocument) => document as unknown as vscode.TextDocument;
export const asEditor = (editor: FakeEditor) => editor as unknown as vscode.TextEditor;
export const asRange = (...at: [number, number, number, number]) => new Range(...at) as unknown as vscode.Range;

/** Forgets when the test ends. */
export function memento(): vscode.Memento {
  const kept = new Map<string, unknown>();
  const get = (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise;
  return { keys: () => [...kept.keys()], get, update: async (key: string, value: unknown) => void kept.set(key, value) } as vscode.Memento;
}

/** As the list of runs has one that was trained to its end. */
export const fakeRun = (name: string, changes: Partial<RunSummary> = {}): RunSummary => ({
  ...BEGUN,
  folder: `/runs/${name}`,
  name,
  experiment: parseExperiment({}),
  begun: 0,
  modified: 0,
  hasCheckpoint: true,
  kept: [],
  status: 'done',
  ...changes,
});
