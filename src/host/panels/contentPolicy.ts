/** What a panel's page may load: its own script and style, and nothing else from anywhere. */

/**
 * @param source the origin of the extension's files
 * @param nonce of the one script
 */
export function contentPolicy(source: string, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source} data:`,
    // Neither of the two falls back on default-src.
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
