// A theme of VS Code, as it comes to a panel: variables on the root, classes on the body.
import themes from './fixtures/themes.json';

export function setTheme(name: string): void {
  const theme = themes.find((one) => one.name === name);
  if (!theme) throw new Error(`no theme ${name}`);
  document.documentElement.removeAttribute('style');
  for (const [variable, value] of Object.entries(theme.variables)) document.documentElement.style.setProperty(variable, String(value));
  document.body.className = theme.classes;
  document.body.dataset.vscodeThemeName = name;
}
