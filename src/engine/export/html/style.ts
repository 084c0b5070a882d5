/** How a report looks: the reader's own fonts, in light or dark, and on paper. */
export const STYLE = `
:root { --back: #ffffff; --text: #1f2328; --quiet: #57606a; --line: #d0d7de; --soft: #f6f8fa; --training: #0f58a6; --validation: #b8460e; }
@media (prefers-color-scheme: dark) {
  :root { --back: #181818; --text: #d8d8d8; --quiet: #a0a0a0; --line: #3c3c3c; --soft: #232323; --training: #4ea1f0; --validation: #f28b4b; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--back); font: 15px/1.55 system-ui, sans-serif; }
main { max-width: 820px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { margin: 0; font-size: 26px; line-height: 1.25; overflow-wrap: anywhere; }
header p { margin: 4px 0 0; color: var(--quiet); }
header .note { margin-top: 12px; padding-inline-start: 12px; border-inline-start: 3px solid var(--line); color: var(--text); white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 48px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 12px; }
ul { padding-inline-start: 18px; }
ul.quiet { margin: 12px 0 0; }
h2 { margin: 36px 0 8px; font-size: 16px; }
h3 { margin: 16px 0 4px; font-size: 13px; font-weight: 600; color: var(--quiet); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr)); gap: 2px 32px; margin: 0; }
dl div { display: flex; gap: 12px; min-width: 0; border-bottom: 1px solid var(--line); padding: 3px 0; }
dt { flex: 0 0 136px; color: var(--quiet); overflow-wrap: anywhere; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
pre, blockquote { margin: 0; padding: 10px 14px; background: var(--soft); border-radius: 4px; font: 13px/1.6 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
blockquote + blockquote { margin-top: 6px; }
.prompt, .expected, .quiet, .legend { color: var(--quiet); }
.quiet, .legend { margin: 0 0 8px; font-size: 13px; }
.key { display: inline-block; width: 14px; height: 3px; margin: 0 6px 3px 0; vertical-align: middle; }
.legend .key + .key, .validation-key, .ngram-key { margin-left: 14px; }
.training-key { background: var(--training); }
.validation-key { background: var(--validation); }
.ngram-key { background: repeating-linear-gradient(90deg, var(--text) 0 4px, transparent 4px 7px); }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--quiet); font: 11px system-ui, sans-serif; }
.grid { stroke: var(--line); }
.training { fill: none; stroke: var(--training); stroke-width: 1.4; }
.validation { fill: none; stroke: var(--validation); stroke-width: 2; }
.ngram { stroke: var(--text); stroke-dasharray: 4 3; }
.held { fill: var(--validation); }
.best { fill: none; stroke: var(--validation); stroke-width: 2; }
details { margin-top: 8px; }
summary { cursor: pointer; color: var(--quiet); font-size: 13px; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 14px 2px 0; text-align: end; font-weight: normal; }
thead th { color: var(--quiet); border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; }
.confusion td, .confusion th { padding: 2px 8px; border: 1px solid var(--line); }
.confusion th[scope="row"] { text-align: start; }
.right { box-shadow: inset 0 -3px var(--training); }
.wrong.strength-1, .wrong.strength-2 { box-shadow: inset 0 -1px var(--validation); }
.wrong.strength-3, .wrong.strength-4 { box-shadow: inset 0 -3px var(--validation); }
@media (max-width: 520px) { main { padding: 20px 16px 40px; } dt { flex-basis: 104px; } svg text { font-size: 22px; } .training, .ngram { stroke-width: 2.5; } .validation { stroke-width: 4; } pre, blockquote { font-size: 12px; padding: 8px 10px; } }
@media print { main { max-width: none; padding: 0; } h2, h3 { break-after: avoid; } svg, blockquote, tr, dl div { break-inside: avoid; } summary { display: none; } .scroll { overflow: visible; } }
`;
