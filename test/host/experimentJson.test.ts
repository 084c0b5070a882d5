// The JSON schema of experiment.json that VS Code completes with, and the settings, say what the engine's schema says.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { experimentSchema } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { TRAINING_SETTINGS } from '../../src/protocol/trainingSettings';
import { type Setting, settingOf } from './settings';

const FILE = 'media/languages/experiment.schema.json';
const generated = JSON.parse(JSON.stringify({ ...z.toJSONSchema(experimentSchema, { io: 'input' }), title: 'An experiment of Unroll' }));

const manifest = () => JSON.parse(readFileSync('package.json', 'utf8'));
const settings = (): Record<string, Setting> => manifest().contributes.configuration.properties;

describe('experiment.json in the editor', () => {
  it('is described by the schema that the engine validates with (UPDATE=1 writes it anew)', () => {
    if (process.env.UPDATE) writeFileSync(FILE, `${JSON.stringify(generated, undefined, 2)}\n`);
    assert.deepEqual(JSON.parse(readFileSync(FILE, 'utf8')), generated);
  });
});

describe('the settings for training', () => {
  for (const name of TRAINING_SETTINGS)
    it(`${name}: bounds, choices and words are those of the schema, and nothing is set (UPDATE=1 writes them anew)`, () => {
      const expected = settingOf(name, generated.properties[name]);
      if (process.env.UPDATE) {
        const written = manifest();
        const { scope, order, pattern, patternErrorMessage } = written.contributes.configuration.properties[`unroll.${name}`];
        written.contributes.configuration.properties[`unroll.${name}`] = { order, scope, ...expected, pattern, patternErrorMessage };
        writeFileSync('package.json', `${JSON.stringify(written, undefined, 2)}\n`);
      }
      const { scope, order, pattern, patternErrorMessage, ...said } = settings()[`unroll.${name}`] as Setting & Record<string, unknown>;
      assert.deepEqual(said, expected);
      assert.equal(scope, 'resource');
    });

  it('take every bound, and the engine takes it', () => {
    for (const name of TRAINING_SETTINGS) {
      const { minimum, maximum, enum: values = [] } = settings()[`unroll.${name}`] ?? assert.fail(name);
      for (const value of [minimum, maximum, ...values.filter((value) => value !== 'auto')])
        if (value !== undefined) assert.equal(parseExperiment({ [name]: value })[name], value);
    }
  });
});
