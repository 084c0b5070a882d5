import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickEncoding } from '../../src/host/commands/pickEncoding';
import type { EngineProcess } from '../../src/host/engineProcess';
import type { TrainingSource } from '../../src/host/workspace/trainingSource';
import type { EngineApi } from '../../src/protocol/engineProtocol';
import * as fake from './fakeVscode';

const LATIN = {
  file: '/texts/latin.txt',
  candidates: [
    { encoding: 'windows-1252', excerpt: 'le café' },
    { encoding: 'macintosh', excerpt: 'le cafÈ' },
  ],
} as const;

function engineThatAsks(asked: Awaited<ReturnType<EngineApi['askedEncoding']>>) {
  const with_: unknown[] = [];
  const askedEncoding: EngineApi['askedEncoding'] = async (files, encoding) => {
    with_.push([files, encoding]);
    return encoding === undefined ? asked : undefined;
  };
  return { engine: { api: { askedEncoding } } as unknown as EngineProcess, asked: with_ };
}

const source = (more: Partial<TrainingSource> = {}): TrainingSource =>
  ({ name: 'latin.txt', files: ['/texts/latin.txt'], ...more }) as TrainingSource;

describe('the encoding of a file that is not UTF-8', () => {
  afterEach(() => fake.settings.clear());

  it('is chosen by what the file would say', async () => {
    let offered: unknown;
    fake.window.pick = (items: readonly { readonly label: string }[]) => {
      offered = items.map(({ label, ...more }) => [label, (more as { description?: string }).description]);
      return items[0];
    };
    assert.deepEqual(await pickEncoding(engineThatAsks(LATIN).engine, source()), { encoding: 'windows-1252' });
    assert.deepEqual(offered, [
      ['le café', 'windows-1252'],
      ['le cafÈ', 'macintosh'],
    ]);
  });

  it('is not asked for where none is needed, of a document that was not saved, and where the settings say it', async () => {
    fake.window.pick = () => assert.fail('nothing is to be asked');
    assert.deepEqual(await pickEncoding(engineThatAsks(undefined).engine, source()), {});
    const unsaved = engineThatAsks(LATIN);
    assert.deepEqual(await pickEncoding(unsaved.engine, source({ text: 'le café' })), {});
    assert.deepEqual(unsaved.asked, []);
    fake.settings.set('unroll.encoding', 'koi8-r');
    assert.deepEqual(await pickEncoding(engineThatAsks(LATIN).engine, source()), { encoding: 'koi8-r' });
  });

  it('ends the command where the question is dismissed', async () => {
    fake.window.pick = () => undefined;
    await assert.rejects(pickEncoding(engineThatAsks(LATIN).engine, source()), vscode.CancellationError);
  });
});
