/** The report of a run: what it tells, and that what strangers wrote stays text. */
import assert from 'node:assert/strict';
import { ticks } from '../../../src/engine/export/html/lossFigure';
import { html } from '../../../src/engine/export/html/markup';
import { runReport } from '../../../src/engine/export/html/runReport';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { sampled, started, updated, validated } from '../../runs/events';

const HOSTILE = '</title><script>alert(1)</script><img src=x onerror=alert(1)>"\u0000&';
const run = {
  name: HOSTILE,
  note: HOSTILE,
  status: 'done',
  experiment: parseExperiment({ files: [HOSTILE], cellSource: HOSTILE }),
  begun: 0,
  started: { ...started(), device: { ...started().device, label: HOSTILE }, notes: [HOSTILE] },
  updates: Array.from({ length: 900 }, (_, at) => updated(at + 1)),
  validations: [
    {
      ...validated(300),
      confusion: {
        labels: [HOSTILE, 'b'],
        counts: [
          [3, 1],
          [0, 2],
        ],
      },
    },
    validated(900, 1),
  ],
  samples: [{ ...sampled(900), prompt: HOSTILE, text: HOSTILE, expected: 'x' }],
};

describe('a report', () => {
  it('has no markup but its own, whatever names, files, labels, samples and cells say', () => {
    const page = runReport(run);
    assert.doesNotMatch(page, /<script|<img|onerror=alert\(1\)>/i);
    assert.ok(!page.includes('\u0000'));
    assert.deepEqual(
      [...new Set(page.match(/<[a-z]+/g))].sort().filter((tag) => ['<a', '<iframe', '<object', '<embed', '<form'].includes(tag)),
      [],
    );
    // name twice, note, device, what was noticed, labels twice, prompt, text, cell; in the settings its equations again
    assert.equal(page.match(/&lt;script&gt;/g)?.length, 11);
    assert.doesNotMatch(page, /https?:|url\(|@import/);
  });

  it('tells the best validation, the curve and its numbers, what was written, the cell and the experiment', () => {
    const page = runReport({ ...run, name: 'mine', experiment: parseExperiment({ cell: 'gru', dropout: 0.25 }), trainedFor: '1:20' });
    for (const told of [
      '1.000 nats/char on what was held out, at update 900',
      '<polyline class="validation"',
      '<td>300</td><td>0.0033</td><td>2.0000</td>',
      'right: x',
      'cell gru',
      '<dt>dropout</dt><dd>0.25</dd>',
      '<dt>trained for</dt><dd>1:20</dd>',
      '<h2>Confusion</h2>',
    ])
      assert.ok(page.includes(told), told);
  });

  it('names files and weights without where they lay, and has all settings as a file that trains the same', () => {
    const experiment = parseExperiment({
      task: 'classify',
      hidden: 64,
      files: ['/home/me/letters/a & b.txt', 'C:\\texts\\c.txt', 'folder/'],
      init: '/home/me/weights.safetensors',
    });
    const page = runReport({ ...run, experiment });
    assert.deepEqual(page.match(/.{0,20}(\/home|letters\/|C:\\).{0,20}/g), null);
    assert.ok(page.includes('<dd>a &amp; b.txt, c.txt, folder</dd>'));
    const [, settings = ''] = /<pre>(\{\n[^<]*)<\/pre>/.exec(page) ?? [];
    const read = JSON.parse(settings.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
    assert.deepEqual(parseExperiment(read), { ...experiment, files: ['a & b.txt', 'c.txt', 'folder'], init: 'weights.safetensors' });
    const plain = { ...run, experiment: parseExperiment({}) };
    assert.match(runReport(plain), /All settings are as they are where nothing is said/);
    assert.match(
      runReport({ ...plain, validations: [{ ...validated(900, 1), accuracy: 0.875 }] }),
      /done · 87\.5 % right of what was held out \(1\.000 nats/,
    );
  });

  it('is whole of a run that has nothing yet, or nothing but what is no number', () => {
    const nothing = { ...run, begun: 1e300, started: undefined, updates: [], validations: [], samples: [] };
    assert.doesNotMatch(runReport(nothing), /<svg|undefined|NaN/);
    assert.doesNotMatch(
      runReport({ ...nothing, updates: [updated(1, Number.NaN)], validations: [validated(1, Number.NaN)] }),
      /<svg|undefined/,
    );
    assert.match(runReport({ ...nothing, updates: [updated(1, 2)] }), /<svg/);
  });

  it('has what n-grams reach as a level line, of which part of the text, or why there is none', () => {
    const plain = { ...run, name: 'mine', experiment: parseExperiment({ cell: 'gru' }) };
    assert.doesNotMatch(runReport(plain), /<line class="ngram"|No n-gram/);
    const page = runReport({ ...plain, baseline: { order: 6, nats: 9.5, characters: 100, counted: 600, trained: 1200 } });
    const [, level, other] = /<line class="ngram" [^>]*y1="([\d.]+)" y2="([\d.]+)"/.exec(page) ?? [];
    assert.equal(level, other);
    assert.equal(Number(level), 12, 'the highest of all that is drawn, at the upper edge');
    for (const told of ['6-gram 9.500', 'from the 5 before it by counts of the first 600 of the 1,200 characters', '4 million'])
      assert.ok(page.includes(told), told);
    const one = runReport({ ...plain, baseline: { order: 1, nats: 3, characters: 100, counted: 600, trained: 600 } });
    assert.ok(one.includes('each of 100 characters held out, told by counts of the 600 characters trained on'));
    assert.ok(runReport({ ...plain, missing: '<The text> is gone.' }).includes('No n-gram line: &lt;The text&gt; is gone.'));
  });

  it('counts its axes in round numbers', () => {
    assert.deepEqual(ticks(1.63, 4.4), [2, 3, 4]);
    assert.deepEqual(ticks(0, 4900), [0, 1000, 2000, 3000, 4000]);
    assert.deepEqual(html`<p>${['<', 1, undefined]}</p>`.text, '<p>&lt;1</p>');
  });
});
