// The training tab: curves follow the events, every state says what it is and what to do next.
import assert from 'node:assert/strict';
import { historyOf } from './fixtures';
import { openPanel, type Panel, picture } from './harness';

const { summary, curve } = historyOf('done');
const FINAL = summary.update;
const VALIDATION = summary.best?.loss ?? Number.NaN;
const DEVICE = curve.started?.device.label ?? '';

describe('training', () => {
  let panel: Panel;
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('shows the run at a glance', async () => {
    panel = await openPanel();
    const header = panel.page.locator('header');
    for (const words of ['tinyshakespeare', 'lstm · 128 units · 1 layer', `${VALIDATION.toFixed(2)} nats/char held out`, DEVICE])
      await header.getByText(words).first().waitFor();
    assert.equal(await header.getByRole('progressbar').getAttribute('aria-valuenow'), '100');
  });

  it('has its button at the right end, however much room there is beside it', async () => {
    for (const width of [420, 560, 720, 1300]) {
      panel = await openPanel({ scenario: 'training', width });
      const button = await panel.page.getByTestId('stop').boundingBox();
      assert.ok(
        button && Math.abs(button.x + button.width - (width - 16)) < 1,
        `at ${width} px it ends at ${button?.x} + ${button?.width}`,
      );
      if (width < 1300) await panel.close();
    }
  });

  it('draws the loss where uPlot was told: a line in the colour of validation', async () => {
    panel = await openPanel();
    assert.ok((await inkOf(panel, 'loss-chart')) > 500);
    assert.ok((await inkOf(panel, 'gradient-chart')) > 200);
    assert.ok((await inkOf(panel, 'rate-chart')) > 50);
  });

  it('reads the curves at the cursor, by keyboard, in three units', async () => {
    panel = await openPanel();
    const chart = panel.page.getByTestId('loss-chart');
    await chart.focus();
    await panel.page.keyboard.press('Home');
    const readout = panel.page.getByTestId('loss-readout');
    await panel.page.waitForFunction(() => document.querySelector('[data-testid=loss-readout]')?.textContent?.startsWith('update 1'));
    const first = await readout.innerText();
    const nats = Number(/train\s+([\d.]+) nats/.exec(first)?.[1]);
    assert.ok(nats > 4 && nats < 4.3, first); // ln 65 = 4.17
    const [, bits, perplexity] = /([\d.]+) bits\/char · perplexity ([\d.]+)/.exec(first) ?? [];
    assert.ok(Math.abs(Number(bits) - nats / Math.LN2) < 0.01, first);
    assert.ok(Math.abs(Number(perplexity) - Math.exp(nats)) < 0.2, first);
    await panel.page.keyboard.press('End');
    await readout.getByText(FINAL.toLocaleString('en'), { exact: true }).waitFor();
    const heard = (await chart.getAttribute('aria-valuetext')) ?? '';
    assert.ok(
      heard.startsWith(`update ${FINAL}: training loss `) && heard.endsWith(`validation loss ${VALIDATION.toFixed(2)} nats per character`),
      heard,
    );
  });

  it('changes the loss axis between linear and logarithmic and remembers it', async () => {
    panel = await openPanel();
    const before = await drawn(panel, 'loss-chart');
    await panel.page.getByTestId('loss-log').click();
    await panel.page.waitForTimeout(100);
    assert.notEqual(await drawn(panel, 'loss-chart'), before);
    await panel.page.reload();
    await panel.page.getByTestId('loss-chart').waitFor();
    assert.equal(await panel.page.getByTestId('loss-log').getAttribute('aria-pressed'), 'true');
  });

  it('marks clipped updates at the threshold, and counts them among all that were made', async () => {
    panel = await openPanel();
    await panel.page.getByText(/^clipped above 0\.6: 38 of 1,500 updates$/).waitFor();
  });

  it('keeps the accuracy in its place before the first validation', async () => {
    panel = await openPanel({ scenario: 'classify' });
    await panel.page.getByText(/^\d+ % right$/).waitFor();
    await panel.page.getByTestId('gradient-chart').focus();
    await panel.page.keyboard.press('Home');
    await panel.page.getByText('not known yet').waitFor();
    assert.match((await panel.page.getByTestId('accuracy-chart').getAttribute('aria-valuetext')) ?? '', /^update \d+: not known yet$/);
  });

  it('follows training live: progress, speed, samples, newest first', async () => {
    panel = await openPanel({ scenario: 'training' });
    const samples = panel.page.getByTestId('sample');
    const before = await samples.count();
    await panel.page.evaluate(() => {
      const update = (n: number) => ({
        kind: 'update' as const,
        update: n,
        epoch: 1,
        loss: 1.5,
        gradNorm: 0.3,
        clipped: false,
        learningRate: 0.001,
        charsPerSecond: 50_123,
        elapsed: 60,
        progress: 0.8,
        remaining: 15,
      });
      return window.fakeHost.tell([
        update(2000),
        { kind: 'validation', update: 2000, loss: 1.234, best: true },
        { kind: 'sample', update: 2000, prompt: '\n', text: 'ROMEO:\nNew words' },
      ]);
    });
    await panel.page.getByText('1.23 nats/char held out').waitFor();
    await panel.page.getByText('50,123 chars/s').first().waitFor();
    assert.equal(await samples.count(), before + 1);
    assert.match(await samples.first().innerText(), /update 2,000\s+ROMEO:\s+New words/);
    assert.equal(await panel.page.locator('header').getByRole('progressbar').getAttribute('aria-valuenow'), '80');
  });

  it('keeps the figures of a small loss', async () => {
    panel = await openPanel({ scenario: 'training' });
    await panel.page.evaluate(() => {
      const update = { kind: 'update', update: 3000, epoch: 1, loss: 0.003, gradNorm: 0.1, clipped: false } as const;
      return window.fakeHost.tell([
        { ...update, learningRate: 0.001, charsPerSecond: 1, elapsed: 60 },
        { kind: 'validation', update: 3000, loss: 0.0029, best: true },
      ]);
    });
    await panel.page.getByTestId('loss-readout').getByText('0.0029 nats/char · 0.0042 bits/char · perplexity 1.003').waitFor();
    await panel.page.getByTestId('held-out').getByText('0.0029').waitFor();
  });

  it('says so where the loss is no number any more', async () => {
    panel = await openPanel({ scenario: 'training' });
    await panel.page.evaluate(() => {
      const lost = Number.NaN;
      return window.fakeHost.tell([
        {
          kind: 'update',
          update: 3000,
          epoch: 1,
          loss: lost,
          gradNorm: lost,
          clipped: false,
          learningRate: 0.001,
          charsPerSecond: 1,
          elapsed: 60,
        },
        { kind: 'validation', update: 3000, loss: lost, best: false },
      ]);
    });
    await panel.page.getByTestId('loss-readout').getByText('3,000').waitFor();
    assert.match(await panel.page.getByTestId('loss-readout').innerText(), /train not a number/);
    assert.match(await panel.page.getByTestId('loss-readout').innerText(), /validation not a number$/m);
    assert.doesNotMatch(await panel.page.locator('header').innerText(), /\b0\.00 nats/);
  });

  it('says since when the model overfits, and marks the best on the curve', async () => {
    panel = await openPanel({ scenario: 'training' });
    const marked = await inkOf(panel, 'loss-chart');
    assert.equal(await panel.page.getByTestId('overfitting').count(), 0);
    await panel.page.evaluate(() => {
      const validation = (update: number, loss: number, best = false) => ({ kind: 'validation', update, loss, best }) as const;
      const worse = [1.95, 2, 2.05, 2.1, 2.2].map((loss, at) => validation(710 + 10 * at, loss));
      return window.fakeHost.tell([validation(700, 1.9, true), ...worse]);
    });
    await panel.page.getByTestId('held-out').getByText('1.90').waitFor();
    await panel.page.getByTestId('overfitting').getByText('overfitting since').waitFor();
    assert.match((await panel.page.getByTestId('overfitting').getAttribute('title')) ?? '', /^Since update 700 /);
    assert.match(await panel.page.getByTestId('best').innerText(), /best\s+1\.90\s+at update 700/);
    let redrawn = marked;
    for (let frame = 0; frame < 100 && redrawn === marked; frame++) redrawn = await inkOf(panel, 'loss-chart');
    assert.notEqual(redrawn, marked);
    await picture(panel.page, 'overfitting');
  });

  it('stops and resumes', async () => {
    panel = await openPanel({ scenario: 'training' });
    await panel.page.getByTestId('stop').click();
    await panel.page.getByTestId('resume').click();
    await panel.page.getByTestId('stop').waitFor();
    assert.deepEqual([(await panel.calls('stop')).length, (await panel.calls('resume')).length], [1, 1]);
  });

  it('goes on from the checkpoint it resumed: what came later is taken back', async () => {
    panel = await openPanel({ scenario: 'training' });
    await panel.page.evaluate(() =>
      window.fakeHost.tell([
        {
          kind: 'started',
          device: {
            backend: 'wasm',
            device: 'wasm',
            label: 'CPU',
            precision: 'float32',
            note: 'One thread only: SharedArrayBuffer is not available.',
          },
          parameters: 1,
          vocabulary: ['a'],
          trainCharacters: 10,
          validationCharacters: 1,
          batch: 1,
          window: 1,
          updatesPerEpoch: 1,
          update: 100,
          notes: ['The text is short: batch 1, window 1.'],
        },
      ]),
    );
    await panel.page.waitForFunction(() => Number(document.querySelector('[data-testid=loss-readout] b')?.textContent) <= 100);
    assert.equal(await panel.page.getByTestId('device').getAttribute('title'), 'One thread only: SharedArrayBuffer is not available.');
    await panel.page.getByText('The text is short: batch 1, window 1.').waitFor();
  });

  it('shows a refusal in its own words and lets it be dismissed', async () => {
    panel = await openPanel({ scenario: 'stopped' });
    await panel.page.evaluate(() =>
      window.fakeHost.refuse('resume', 'The text play.txt is not there any more. Put it back, or train anew.'),
    );
    await panel.page.getByTestId('resume').click();
    const alert = panel.page.getByRole('alert');
    await alert.getByText('The text play.txt is not there any more. Put it back, or train anew.').waitFor();
    await alert.getByText('Dismiss').click();
    assert.equal(await panel.page.getByTestId('failure').count(), 0);
    assert.ok(await panel.page.getByTestId('resume').isEnabled());
  });

  it('opens the cell', async () => {
    panel = await openPanel();
    await panel.page.getByTestId('open-cell').click();
    assert.equal((await panel.calls('openCell')).length, 1);
    await panel.page.getByTestId('open-checkpoint').click();
    assert.equal((await panel.calls('openCheckpoint')).length, 1);
  });

  const states = {
    waiting: /first loss comes/,
    unlearned: /Nothing was learned.*guessing/s,
    diverged: /loss became infinite.*lower learning rate/s,
    failed: /Choose a longer text/,
    interrupted: /ended unexpectedly/,
    done: /complete/,
  } as const;
  for (const [scenario, words] of Object.entries(states) as [keyof typeof states, RegExp][]) {
    it(`says what it means: ${scenario}`, async () => {
      panel = await openPanel({ scenario });
      await panel.page
        .getByTestId(scenario === 'waiting' ? 'waiting' : 'outcome')
        .getByText(words)
        .first()
        .waitFor();
      await picture(panel.page, `state-${scenario}`);
      if (scenario === 'diverged' || scenario === 'interrupted')
        await panel.page.getByTestId('outcome').getByText('Resume Training').click();
      assert.equal((await panel.calls('resume')).length, scenario === 'diverged' || scenario === 'interrupted' ? 1 : 0);
    });
  }
});

const drawn = (panel: Panel, testid: string): Promise<string> =>
  panel.page.evaluate((id) => window.fakeHost.canvas(id).toDataURL(), testid);

/** Opaque pixels of a chart's canvas. */
const inkOf = (panel: Panel, testid: string): Promise<number> =>
  panel.page.evaluate((id) => {
    const canvas = window.fakeHost.canvas(id);
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let opaque = 0;
    for (let at = 3; at < data.length; at += 4) if (Number(data[at]) > 200) opaque++;
    return opaque;
  }, testid);
