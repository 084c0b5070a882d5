/** Trains the other cells as a run was trained, when the user has agreed to how long it takes and to what is read. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/engineProtocol';
import { duration } from '../../protocol/figures';
import { listInWords } from '../../protocol/listInWords';
import type { Beside } from '../../protocol/panelProtocol';
import { StatedError } from '../statedError';
import type { Training } from './training';

/** One after another; resolves when the last one ended, or one was stopped. */
export async function trainBesides(run: RunSummary, missing: readonly Beside[], train: Training['start']): Promise<void> {
  if (missing.length === 0) return;
  const workspace = /^(.+)[\\/]\.unroll[\\/]runs[\\/][^\\/]+$/u.exec(run.folder)?.[1];
  const files = run.experiment.files.map((file) => path.resolve(workspace ?? run.folder, file));
  if (files.length === 0)
    throw new StatedError('This run learned from a text that was not saved. Save it, train on the file, and compare those runs.');
  const cells = listInWords(missing.map(({ cell }) => cell));
  const seconds = missing.reduce((sum, beside) => sum + beside.seconds, 0);
  // A run may have come with the workspace, and name any file: the user sees which are read.
  const detail = `With the same text, size, seed and ${run.update.toLocaleString('en')} updates: about ${duration(seconds)}. Each can be stopped as any training. It reads ${listInWords(files, 3)}.`;
  const answer = await vscode.window.showInformationMessage(`Train ${cells} beside ${run.name}?`, { modal: true, detail }, 'Train');
  if (answer !== 'Train') return;
  const { cellSource, epochs, minutes, ...options } = run.experiment;
  const [first] = files as [string];
  const source = { name: path.basename(first), files, near: vscode.Uri.file(first), notes: [] };
  for (const { cell } of missing) {
    const { status } = await train(source, { ...options, cell, updates: run.update }, { beside: true });
    if (status !== 'done') return;
  }
}
