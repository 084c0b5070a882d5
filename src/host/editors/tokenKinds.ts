/** What a document's own language service says of a passage: which characters are keywords, strings, parameters …, as spans. */
import * as vscode from 'vscode';
import type { GivenProperty } from '../../engine/inspect/units/scoreUnits';
import type { UnitOffsets } from './unitOffsets';

/** None where the language has no provider of semantic tokens. */
export async function tokenKinds(document: vscode.TextDocument, range: vscode.Range, offsets: UnitOffsets): Promise<GivenProperty[]> {
  const [legend, tokens] = await Promise.all([
    vscode.commands.executeCommand<vscode.SemanticTokensLegend | undefined>('vscode.provideDocumentSemanticTokensLegend', document.uri),
    vscode.commands.executeCommand<vscode.SemanticTokens | undefined>('vscode.provideDocumentSemanticTokens', document.uri),
  ]);
  if (!legend || !tokens) return [];
  const start = document.offsetAt(range.start);
  const offset = (line: number, character: number) => document.offsetAt(new vscode.Position(line, character)) - start;
  return kindsIn(tokens.data, legend.tokenTypes, offset, { length: document.getText(range).length, offsets });
}

/**
 * @param data five numbers a token: lines and characters since the one before, length, type, modifiers (LSP 3.17)
 * @param offset of a place in the document, in UTF-16 units of the passage @returns spans of what the model reads as one
 */
export function kindsIn(
  data: Uint32Array,
  types: readonly string[],
  offset: (line: number, character: number) => number,
  { length: end, offsets }: { readonly length: number; readonly offsets: UnitOffsets },
): GivenProperty[] {
  const spans = new Map<string, number[]>();
  let [line, character] = [0, 0];
  for (let at = 0; at + 4 < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.subarray(at, at + 4);
    character = lines > 0 ? characters : character + characters;
    line += lines;
    const begin = offset(line, character);
    const [from, to] = [Math.max(0, begin), Math.min(end, begin + length)];
    const kind = types[type];
    if (from >= to || kind === undefined) continue;
    const known = spans.get(kind) ?? [];
    known.push(offsets.at(from), offsets.at(to - 1) + 1);
    spans.set(kind, known);
  }
  return [...spans].map(([kind, spans]) => ({ name: `token: ${kind}`, spans }));
}
