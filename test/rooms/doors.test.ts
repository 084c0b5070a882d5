/** What a program can do harm with stands in few places, each for a reason: the network, other programs, code made of text, markup, and the disk. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Door {
  readonly what: string;
  readonly signs: RegExp;
  /** By the file, why it may. */
  readonly allowed: Readonly<Record<string, string>>;
}

const DOORS: readonly Door[] = [
  {
    what: 'the network',
    signs:
      /['"](?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?['"]|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|sendBeacon|(?<![.\w])fetch\(['"`]/,
    allowed: {},
  },
  {
    what: 'other programs',
    signs: /['"](?:node:)?(?:child_process|cluster)['"]/,
    allowed: {
      'src/host/engineProcess.ts': 'forks the engine: a file of the extension, and no words of a stranger',
      'src/runs/sweep/engineChild.ts': 'forks the same program for a run of a sweep',
    },
  },
  {
    what: 'code made of text',
    signs: /\beval\(|\bnew Function\b|['"](?:node:)?vm['"]/,
    allowed: { 'src/backends/platform/node/collectGarbage.ts': 'evaluates the one word gc' },
  },
  { what: 'markup made of text', signs: /dangerouslySetInnerHTML|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write/, allowed: {} },
  {
    what: 'the disk, opened for reading and writing',
    signs:
      /\b(?:readFile|readFileSync|createReadStream|createWriteStream|writeFileSync|appendFile|appendFileSync|copyFile|cp|symlink|link|open)(?=[\s,}][^\n]*['"]node:fs)|(?<=from 'node:fs\/promises'[^\n]*)\bopen\b/,
    allowed: {
      'src/sources/regularFile.ts': 'the door through which files are read and appended to',
      'src/runs/writeWhole.ts': 'writes beside, exclusively, and renames',
      'src/runs/trainingLock.ts': 'makes the lock exclusively',
    },
  },
];

const files = ['src', 'webview-ui'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .filter((file) => /\.tsx?$/.test(file)),
);

describe('SECURITY.md', () => {
  it('names tests that there are', () => {
    const named = [...readFileSync('SECURITY.md', 'utf8').matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file as string);
    assert.ok(named.length > 15);
    assert.deepEqual(
      named.filter((file) => !existsSync(file)),
      [],
    );
  });
});

describe('doors', () => {
  for (const { what, signs, allowed } of DOORS)
    it(`lead to ${what} only where it is said why`, () => {
      const found = files.filter((file) => signs.test(readFileSync(file, 'utf8')));
      assert.deepEqual(found.sort(), Object.keys(allowed).sort());
    });

  it('are seen where they are', () => {
    const samples = [
      "import { get } from 'node:https';",
      "import { spawn } from 'node:child_process';",
      "const f = new Function('a', text);",
      'element.innerHTML = text;',
      "import { type FileHandle, open } from 'node:fs/promises';",
    ];
    for (const [index, { signs }] of DOORS.entries()) assert.match(samples[index] ?? '', signs);
  });
});
