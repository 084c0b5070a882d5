/** Writes folders that exported.py computes with: node test/runTypeScript.mjs test/golden/exportForPyTorch.ts FOLDER */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pyTorchFolder } from '../../src/engine/export/pytorch/pyTorchFolder';
import { drawnCheckpoint, fed } from '../engine/export/pytorch/exportedCase';
import { exportedCases } from '../engine/export/pytorch/exportedCases';

const CHOSEN: Readonly<Record<string, RegExp>> = {
  'language-model-lstm': /^language-model lstm 3 4$/,
  'language-model-gru': /^language-model gru 2 5 true$/,
  'language-model-mixed': /^language-model gru, lstm, sru 3$/,
  'infill-slstm': /^infill slstm 2 concat true$/,
  'tag-gru': /^tag gru 2 sum true case$/,
  'classify-sru': /^classify sru 2 concat$/,
  'generate-from-label-lstm': /^generate-from-label lstm 2 3$/,
  'translate-dot-lstm': /^translate lstm dot concat 2 4$/,
  'translate-additive-gru': /^translate gru additive sum 1 4$/,
};

const [, , , to = '.'] = process.argv;
for (const [name, wanted] of Object.entries(CHOSEN)) {
  const found = exportedCases.filter((each) => wanted.test(each.name));
  if (found.length !== 1) throw new Error(`${name}: ${found.length} networks`);
  const checkpoint = drawnCheckpoint(found[0] as (typeof found)[number]);
  const folder = path.join(to, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of pyTorchFolder(checkpoint)) writeFileSync(path.join(folder, file), content);
  const { inputs, lengths } = await fed(checkpoint);
  writeFileSync(path.join(folder, 'fed.json'), JSON.stringify({ task: checkpoint.experiment.task, inputs, lengths }));
}
