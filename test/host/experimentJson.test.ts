// The JSON schema of experiment.json that VS Code completes with, and the settings, say what the engine's schema says.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { TRAINING_SETTINGS } from '../../src/protocol/trainingSettings';
import { experimentJsonSchema, unrollJsonSchema } from './experimentJsonSchema';
import { type Setting, settingOf } from './settings';

const FOLDER = 'media/languages/';
const generated = JSON.parse(JSON.stringify(experimentJsonSchema()));
const ofDocuments = JSON.parse(JSON.stringify(unrollJsonSchema()));

const manifest = () => JSON.parse(readFileSync('package.json', 'utf8'));
const settings = (): Record<string, Setting> => manifest().contributes.configuration.properties;

interface Described {
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

describe('experiment.json in the editor', () => {
  for (const [name, schema] of Object.entries({ 'experiment.schema.json': generated, 'unroll.schema.json': ofDocuments }))
    it(`is described by the schema that the engine validates with: ${name} (UPDATE=1 writes it anew)`, () => {
      if (process.env.UPDATE) writeFileSync(FOLDER + name, `${JSON.stringify(schema, undefined, 2)}\n`);
      assert.deepEqual(JSON.parse(readFileSync(FOLDER + name, 'utf8')), schema);
    });

  it('may be of many runs in *.unroll.json, and only there', () => {
    const { hidden, cell, files, sweep } = ofDocuments.properties;
    assert.deepEqual(
      hidden.anyOf.map(({ type }: { type: string }) => type),
      ['integer', 'array', 'object'],
    );
    assert.equal(cell.anyOf.length, 2, 'a name has no range');
    assert.equal(files.anyOf, undefined, 'all runs learn from the same');
    assert.match(sweep.description, /lists and ranges become runs/);
    assert.equal('sweep' in generated.properties, false);
  });

  it('says of each setting what it is, what it may be, and what it is where it is not said', () => {
    for (const [name, { markdownDescription = '', enum: values, enumDescriptions } = {}] of Object.entries<Described | undefined>({
      ...generated.properties,
      $schema: undefined,
    })) {
      if (name === '$schema') continue;
      assert.ok(markdownDescription.length > 20, name);
      if (values && enumDescriptions) assert.equal(enumDescriptions.length, values.length, name);
    }
    const { hidden, clip, optimizer, updates, header } = generated.properties as Record<string, Described>;
    assert.match(
      hidden?.markdownDescription ?? '',
      /H: units of the hidden state.*\n\nA whole number from 1 to 8192\..*Default: 128; language-model/s,
    );
    assert.match(clip?.markdownDescription ?? '', /A number from 0 on\. Default: 5\./);
    assert.match(optimizer?.markdownDescription ?? '', /Default: adam\./);
    assert.doesNotMatch(updates?.markdownDescription ?? '', /Default/);
    assert.match(header?.markdownDescription ?? '', /Not said: as the file looks\./);
  });

  it('is of a draft that VS Code knows, and looks nothing up', () => {
    assert.equal(generated.$schema, 'http://json-schema.org/draft-07/schema#');
    assert.equal(JSON.stringify(generated).match(/\$ref/), null);
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
