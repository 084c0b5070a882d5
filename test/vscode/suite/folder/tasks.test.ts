import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../../../src/protocol/engineProtocol';
import { taskFiles } from '../../taskFiles';
import { accepting, activate, dismissing, inWorkspace, runNames, train } from '../unroll';

const QUICK = { hidden: 32, layers: 1, learningRate: 0.02, device: 'wasm' };
/** Enough for two labels, or a tag for each letter; a translator takes a while longer. */
const EPOCHS = 20;
const EPOCHS_OF_TRANSLATOR = 80;

describe('the tasks of the lecture, from a file to the editor', () => {
  let unroll: Awaited<ReturnType<typeof activate>>;
  before(async () => {
    unroll = await activate();
    await set({ ...QUICK, epochs: EPOCHS });
  });
  after(async () => {
    await set(Object.fromEntries(['epochs', ...Object.keys(QUICK)].map((name) => [name, undefined])));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  for (const source of ['labelled.tsv', 'words', 'pairs.tsv', 'tagged.tsv']) {
    it(`${source} is asked about, and trains nothing where the question is dismissed`, async () => {
      const before = runNames();
      assert.equal(await dismissing(train(inWorkspace(source))), undefined);
      assert.deepEqual(runNames(), before);
    });
  }

  it('a folder with a file for each label trains a classifier, which says the label of each line until it is edited', async () => {
    const run = await trainFirst(inWorkspace('words'));
    assert.deepEqual([run.status, run.experiment.task, run.experiment.files], ['done', 'classify', ['words']]);
    const editor = await show('abab\n\nxyxyxy\nba');
    void vscode.commands.executeCommand('unroll.classifyLines', run.folder); // its message is not shown here, and so never answered
    await accepting('labels', () => unroll.notes(editor.document).length > 0);
    assert.deepEqual(labelsOn(editor), ['early', 'late', 'early']);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'x'));
    assert.deepEqual(labelsOn(editor), ['early', 'early'], 'an edit takes away what was said of its line');
  });

  it('a table of texts and labels trains a classifier, which says the label of the selection', async () => {
    const run = await trainFirst(inWorkspace('labelled.tsv'));
    assert.deepEqual([run.experiment.task, run.experiment.inputColumn, run.experiment.targetColumn], ['classify', 1, 2]);
    const editor = await show('abab xyxyxy');
    for (const [selection, label] of [
      [new vscode.Selection(0, 0, 0, 4), 'early'],
      [new vscode.Selection(0, 5, 0, 11), 'late'],
    ] as const) {
      editor.selection = selection;
      await vscode.commands.executeCommand('unroll.classify', run.folder);
      assert.deepEqual(labelsOn(editor), [label]);
    }
    await vscode.commands.executeCommand('unroll.clearLabels');
    assert.deepEqual(labelsOn(editor), []);
  });

  it('a table of texts and tags trains a tagger, which shows the tags and leaves the text alone', async () => {
    const run = await trainFirst(inWorkspace('tagged.tsv'));
    assert.deepEqual([run.experiment.task, run.experiment.rule], ['tag', undefined]);
    const editor = await show('abba\nyxxy');
    editor.selection = new vscode.Selection(0, 0, 1, 4);
    await vscode.commands.executeCommand('unroll.tag', run.folder);
    assert.deepEqual(unroll.notes(editor.document), ['VCCV', 'VCCV']);
    assert.equal(editor.document.getText(), 'abba\nyxxy');
  });

  it('a document of two columns that was never saved trains a translator, which replaces the selection; one undo takes it back', async () => {
    await set({ epochs: EPOCHS_OF_TRANSLATOR });
    const pairs = taskFiles['pairs.tsv'].replaceAll('\n', '!\n'); // of other lengths than their sources, so no tags
    await show(pairs);
    const run = await trainFirst(undefined);
    assert.deepEqual([run.experiment.task, run.experiment.files], ['translate', []]);
    assert.equal(readFileSync(path.join(run.folder, 'text.txt'), 'utf8'), pairs);
    const editor = await show('see abab here\nxyx\nba');
    const translate = (selection: vscode.Selection) => {
      editor.selection = selection;
      return vscode.commands.executeCommand('unroll.translate', run.folder);
    };
    await dismissing(translate(new vscode.Selection(0, 4, 0, 8)));
    assert.equal(editor.document.getText(), 'see abab here\nxyx\nba', 'dismissed, it changes nothing');
    for (const [selection, expected] of [
      [new vscode.Selection(0, 4, 0, 8), 'see ABAB! here\nxyx\nba'],
      [new vscode.Selection(1, 0, 2, 2), 'see abab here\nXYX!\nBA!'],
    ] as const) {
      void translate(selection);
      await accepting('a translation', () => editor.document.isDirty && editor.document.getText() !== 'see abab here\nxyx\nba');
      assert.equal(editor.document.getText(), expected);
      await vscode.window.showTextDocument(editor.document);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), 'see abab here\nxyx\nba');
    }
  });

  /** Takes the first proposal. */
  async function trainFirst(file: vscode.Uri | undefined): Promise<RunSummary> {
    let run: RunSummary | undefined;
    let ended = false;
    const training = train(file).then((summary) => {
      run = summary;
      ended = true;
    });
    await accepting('the run', () => ended);
    await training;
    return run ?? assert.fail('training was refused');
  }

  async function show(content: string): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }), vscode.ViewColumn.One);
  }

  /** Without how sure the model is. */
  function labelsOn({ document }: vscode.TextEditor): (string | undefined)[] {
    return unroll.notes(document).map((note) => note.split(' ')[0]);
  }

  async function set(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('unroll');
    for (const [name, value] of Object.entries(settings)) await configuration.update(name, value, vscode.ConfigurationTarget.Workspace);
  }
});
