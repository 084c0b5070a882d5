import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ENCODINGS } from '../../src/engine/text/encodings';
import { inVSCode, pickEncoding } from '../../src/host/commands/pickEncoding';
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
    assert.deepEqual(fake.workspace.opened.at(-1), ['/texts/latin.txt', 'windows1252']);
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

  it('has the name by which VS Code knows it', () => {
    for (const encoding of ENCODINGS) assert.ok(OF_VS_CODE.includes(inVSCode(encoding)), encoding);
  });
});

/** What the setting files.encoding of VS Code takes. */
const OF_VS_CODE =
  'utf8 utf8bom utf16le utf16be windows1252 iso88591 iso88593 iso885915 macroman cp437 windows1256 iso88596 windows1257 iso88594 iso885914 windows1250 iso88592 cp852 windows1251 cp866 cp1125 iso88595 koi8r koi8u iso885913 windows1253 iso88597 windows1255 iso88598 iso885910 iso885916 windows1254 iso88599 windows1258 gbk gb18030 cp950 big5hkscs shiftjis eucjp euckr windows874 iso885911 koi8ru koi8t gb2312 cp865 cp850'.split(
    ' ',
  );
