/** VS Code as a person uses it: Explorer, context menus, palette, notifications, status bar, panels. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens a workbench and waits until it shows its side bar. */
  static async open(page: Page, url: string): Promise<Workbench> {
    await page.goto(url);
    await page.locator('.monaco-workbench .part.sidebar').waitFor({ timeout: 60_000 });
    const workbench = new Workbench(page);
    if (new URL(url).searchParams.has('folder')) await workbench.explorer.locator('.monaco-list-row').first().waitFor({ timeout: 30_000 });
    return workbench;
  }

  get explorer(): Locator {
    return this.page.locator('.explorer-folders-view');
  }

  file(name: string): Locator {
    return this.explorer.locator('.monaco-list-row').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  get statusBar(): Locator {
    return this.page.locator('.part.statusbar');
  }

  /** The editor in front. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor').first();
  }

  tab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  /** A tree view in the side bar. */
  tree(name: string): Locator {
    return this.page.getByRole('tree', { name });
  }

  /** The inside of the panel that is shown. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  async openFile(name: string): Promise<void> {
    await this.file(name).dblclick();
    await this.tab(name).first().waitFor();
    await this.editor.locator('.view-lines').waitFor();
  }

  /** Right-clicks something and chooses from its menu, or from a menu within that. */
  async choose(target: Locator, ...path: readonly [string, ...string[]]): Promise<void> {
    const [first, ...deeper] = path;
    await this.openMenu(target, first);
    for (const item of deeper) await this.menuItem(item).waitFor();
    if (deeper.length > 0) await this.page.waitForTimeout(300);
    await this.menuItem(path.at(-1) ?? first).click();
  }

  /** Right-clicks something; an item that is not there yet, or a row that moved away, is tried again. A menu in the menu is opened. */
  async openMenu(target: Locator, item: string): Promise<void> {
    const entry = this.menuItem(item);
    for (let attempt = 1; ; attempt++) {
      await target.click({ button: 'right' });
      if (await appears(entry, attempt < 4 ? 3000 : 30_000)) break;
      await this.page.keyboard.press('Escape');
    }
    await this.page.waitForTimeout(300); // the menu swallows a click that comes with its opening
    if (await entry.locator('.submenu-indicator').count()) await entry.hover();
  }

  /** Of the menu that is open; a menu within it lies within its item. */
  menuItem(name: string): Locator {
    return this.page
      .locator('.monaco-menu .action-item')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .last();
  }

  /** What the palette offers for these words. */
  async offered(words: string): Promise<readonly string[]> {
    const input = await this.#quickInput();
    await input.fill(`>${words}`);
    await this.page.waitForTimeout(500);
    const rows = await this.page
      .locator('.quick-input-list .monaco-list-row')
      .evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    await this.page.keyboard.press('Escape');
    return rows.map((row) => row.split(',')[0] ?? '');
  }

  /** Runs a command by its title from the palette, by clicking its row: Enter would run the first fuzzy match. */
  async command(title: string): Promise<void> {
    const input = await this.#quickInput();
    await input.fill(`>${title}`);
    await this.quickPick(title).click();
  }

  /** Resolves when the window is another: what stood in the one before is not taken for what comes again. */
  async reload(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { goes: true }));
    await this.command('Developer: Reload Window');
    await this.page.waitForFunction(() => !('goes' in window));
  }

  /** Resolves when they are gone: what comes next is not cleared with them. */
  async clearNotifications(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
    await this.page.locator('.notification-toast').first().waitFor({ state: 'detached' });
  }

  /** A row of the quick pick that is open. */
  quickPick(label: string): Locator {
    return this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${label}"]`).first();
  }

  async setTheme(label: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    const input = this.page.locator('.quick-input-widget:visible input[placeholder^="Select Color Theme"]');
    await input.fill(label);
    await this.quickPick(label).click();
    await input.waitFor({ state: 'hidden' });
  }

  /** Waits until an extension says that it is activated. */
  async extensionIsActive(displayName: string): Promise<void> {
    await this.command('Developer: Show Running Extensions');
    const row = this.page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: displayName });
    await row
      .filter({ hasText: /Activat(ion|ed)/ })
      .first()
      .waitFor({ timeout: 60_000 });
  }

  async #quickInput(): Promise<Locator> {
    const input = this.page.locator('.quick-input-widget:visible input[type=text]').first();
    for (let attempt = 0; attempt < 10; attempt++) {
      await this.page.keyboard.press('F1'); // a workbench that has just opened may miss it
      if (await appears(input, 1500)) return input;
    }
    throw new Error('The command palette did not open.');
  }
}

async function appears(what: Locator, timeout: number): Promise<boolean> {
  return what.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}
