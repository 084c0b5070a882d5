// The settings that say how a model answers are those of the questions, in bounds and defaults.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FILLING, GENERATION, type Range, TRANSLATION } from '../../src/protocol/answerOptions';

interface Setting {
  readonly type: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

const settings: Record<string, Setting> = JSON.parse(readFileSync('package.json', 'utf8')).contributes.configuration.properties;

describe('settings of answers', () => {
  for (const [section, ranges] of Object.entries({ generation: GENERATION, translation: TRANSLATION, fill: FILLING })) {
    it(`have the bounds and defaults of the questions: ${section}`, () => {
      const named = Object.keys(settings).filter((name) => name.startsWith(`unroll.${section}.`));
      assert.ok(named.length > 0);
      for (const name of named) {
        const range: Range | undefined = new Map<string, Range>(Object.entries(ranges)).get(name.split('.').at(-1) ?? '');
        const { type, minimum, maximum, default: initial } = settings[name] as Setting;
        assert.deepEqual({ least: minimum, most: maximum, initial, whole: type === 'integer' }, range, name);
      }
    });
  }
});
