// The note about a run: shown below the header as text and nothing else, written in a field, kept until it is sent or given up.
import assert from 'node:assert/strict';
import { assertAccessibleInAnyTheme } from './accessible';
import { openPanel, type Panel, picture } from './harness';

const HOSTILE = '# <b>bold</b>\n[x](command:y) <img src=x onerror="document.title=1">\n'.repeat(40);

describe('the note about a run', () => {
  let panel: Panel | undefined;
  afterEach(async () => {
    assert.deepEqual(panel?.problems ?? [], []);
    await panel?.close();
    panel = undefined;
  });
  const edit = async () => {
    await panel?.page.evaluate(() => window.fakeHost.panel.editNote());
    await panel?.page.getByTestId('note-field').waitFor();
  };

  it('is there where there is one, gets the cursor when it is edited, and is sent by Ctrl+Enter', async () => {
    panel = await openPanel({});
    assert.equal(await panel.page.getByTestId('note').count(), 0);
    await edit();
    const field = panel.page.getByTestId('note-field');
    assert.ok(await field.evaluate((e) => e === document.activeElement));
    await field.fill('why\nand what for');
    await field.press('Control+Enter');
    await panel.page.getByTestId('note').waitFor();
    assert.equal(await panel.page.getByTestId('note').innerText(), 'why\nand what for');
    assert.deepEqual(await panel.calls('writeNote'), [['why\nand what for']]);
    assert.equal(await field.count(), 0);
  });

  it('is given up by Escape and Cancel, and is as it was', async () => {
    panel = await openPanel({});
    for (const leave of ['key', 'button'] as const) {
      await edit();
      await panel.page.getByTestId('note-field').fill('no');
      if (leave === 'key') await panel.page.getByTestId('note-field').press('Escape');
      else await panel.page.getByTestId('cancel-note').click();
      await panel.page.getByTestId('note-field').waitFor({ state: 'detached' });
      await edit();
      assert.equal(await panel.page.getByTestId('note-field').inputValue(), '');
      await panel.page.getByTestId('cancel-note').click();
    }
    assert.deepEqual(await panel.calls('writeNote'), []);
  });

  it('is not lost while it is written, also where the panel is hidden or the engine refuses it', async () => {
    panel = await openPanel({});
    await edit();
    await panel.page.getByTestId('note-field').fill('half a sent');
    await panel.page.evaluate(() => window.fakeHost.refuse('writeNote', 'The disk is full.'));
    await panel.page.getByTestId('save-note').click();
    await panel.page.getByTestId('failure').getByText('The disk is full.').waitFor();
    assert.equal(await panel.page.getByTestId('note-field').inputValue(), 'half a sent');
    await panel.page.reload();
    await panel.page.getByTestId('note-field').waitFor();
    assert.equal(await panel.page.getByTestId('note-field').inputValue(), 'half a sent');
  });

  it('says when it is too long, and is not sent then', async () => {
    panel = await openPanel({});
    await edit();
    await panel.page.getByTestId('note-field').fill('x'.repeat(4001));
    await panel.page.getByText('A note has up to 4,000 characters; this has 4,001.').waitFor();
    assert.ok(await panel.page.getByTestId('save-note').isDisabled());
    await panel.page.getByTestId('note-field').press('Control+Enter');
    assert.deepEqual(await panel.calls('writeNote'), []);
  });

  it('is text, whatever is in it; a long one scrolls and leaves room for the rest, however wide', async () => {
    panel = await openPanel({});
    await edit();
    await panel.page.getByTestId('note-field').fill(HOSTILE.slice(0, 3999));
    await panel.page.getByTestId('save-note').click();
    const note = panel.page.getByTestId('note');
    await note.waitFor();
    assert.equal(await note.locator('*').count(), 0);
    for (const width of [300, 350, 1440]) {
      await panel.resize(width);
      await picture(panel.page, `note-${width}`);
      const box = await note.boundingBox();
      assert.ok(box && box.height <= 72 && box.x + box.width <= width, JSON.stringify(box));
    }
  });

  for (const state of ['read', 'written'] as const) {
    it(`can be ${state} by everybody, in every theme`, async () => {
      const opened = await openPanel({});
      panel = opened;
      await edit();
      await opened.page.getByTestId('note-field').fill('The rate was too high.\nTry 0.001.');
      if (state === 'read') await opened.page.getByTestId('save-note').click();
      panel = undefined;
      await assertAccessibleInAnyTheme(opened, `note-${state}`);
    });
  }
});
