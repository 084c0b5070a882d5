// The JSON schema of experiment.json that VS Code completes with, and the defaults of the settings, are those of the engine.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { experimentSchema } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';

const FILE = 'media/languages/experiment.schema.json';

interface Setting {
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

function settings(): Record<string, Setting> {
  return JSON.parse(readFileSync('package.json', 'utf8')).contributes.configuration.properties;
}

describe('experiment.json in the editor', () => {
  it('is described by the schema that the engine validates with (UPDATE=1 writes it anew)', () => {
    const generated = { ...z.toJSONSchema(experimentSchema, { io: 'input' }), title: 'An experiment of Unroll' };
    if (process.env.UPDATE) writeFileSync(FILE, `${JSON.stringify(generated, undefined, 2)}\n`);
    assert.deepEqual(JSON.parse(readFileSync(FILE, 'utf8')), JSON.parse(JSON.stringify(generated)));
  });

  it('is fulfilled by the defaults of the settings', () => {
    const names = Object.keys(experimentSchema.shape);
    const defaults = Object.entries(settings()).map(([name, setting]) => [name.replace('unroll.', ''), setting.default] as const);
    const options = Object.fromEntries(defaults.filter(([name]) => names.includes(name)));
    assert.deepEqual({ ...parseExperiment(options), ...options }, parseExperiment(options));
    for (const name of ['cell', 'hidden', 'schedule', 'dropout', 'minutes', 'device']) assert.ok(name in options, name);
  });

  it('accepts every bound of the settings, and nothing beyond it', () => {
    const properties = settings();
    for (const name of ['hidden', 'layers', 'window', 'batch']) {
      const { minimum, maximum } = properties[`unroll.${name}`] ?? assert.fail(name);
      for (const value of [minimum, maximum]) parseExperiment({ [name]: value });
      for (const value of [Number(minimum) - 1, Number(maximum) + 1])
        assert.throws(() => parseExperiment({ [name]: value }), { name: 'ExperimentError' });
    }
    for (const device of properties['unroll.device']?.enum ?? assert.fail()) parseExperiment({ device });
  });
});
