/** The JSON schema by which VS Code completes, explains and checks an experiment: what the engine's own schema says, and its defaults in words. */
import { z } from 'zod';
import { defaultWords, FOUND } from '../../src/engine/defaultWords';
import { type Experiment, experimentSchema } from '../../src/engine/experimentSchema';
import { allowedWords } from '../../src/engine/optionWords';
import { SWEPT_SETTINGS, sweepJsonSchema } from '../../src/engine/sweep/sweepSchema';

/** Where the cursor stops in a snippet. */
const stop = (at: number, word: string) => `\${${at}:${word}}`;

const ALL = Object.keys(experimentSchema.shape) as (keyof Experiment)[];

export function experimentJsonSchema() {
  const { properties, ...schema } = z.toJSONSchema(experimentSchema, { io: 'input', target: 'draft-7' });
  return {
    ...schema,
    title: 'An experiment of Unroll',
    description: 'What is trained on what, and how. Every setting may be left out: what fits the task and the text is taken then.',
    // What there is no setting for is told by Unroll itself, with the one that was meant.
    additionalProperties: true,
    defaultSnippets: [
      {
        label: 'an experiment on a text',
        body: { task: 'language-model', files: [stop(1, 'text.txt')], cell: stop(2, 'gru'), hidden: `^${stop(3, '128')}` },
      },
      {
        label: 'an experiment on a table',
        body: {
          task: stop(1, 'classify'),
          files: [stop(2, 'table.csv')],
          inputColumn: stop(3, 'text'),
          targetColumn: stop(4, 'label'),
        },
      },
    ],
    properties: {
      $schema: { type: 'string', description: 'For editors other than VS Code; Unroll does not look at it.' },
      ...Object.fromEntries(ALL.map((name) => [name, described(name, properties?.[name] as z.core.JSONSchema.BaseSchema)])),
    },
  };
}

/** The same of `*.unroll.json`, which may be of many runs: a setting of those that can be swept is a value, a list of them, or a range. */
export function unrollJsonSchema() {
  const { properties, ...schema } = experimentJsonSchema();
  const swept = sweepJsonSchema().properties as Record<string, z.core.JSONSchema.BaseSchema>;
  return {
    ...schema,
    title: 'An experiment of Unroll, or a sweep of them',
    properties: Object.fromEntries(
      Object.entries({ ...properties, sweep: swept.sweep }).map(([name, property]) => {
        const { anyOf } = (SWEPT_SETTINGS as readonly string[]).includes(name) ? (swept[name] ?? {}) : {};
        if (!anyOf) return [name, property];
        const { description, markdownDescription, default: byDefault, ...value } = property as ReturnType<typeof described>;
        const [, ...many] = anyOf;
        return [
          name,
          { description, markdownDescription, ...(byDefault !== undefined && { default: byDefault }), anyOf: [value, ...many] },
        ];
      }),
    ),
  };
}

function described(name: keyof Experiment, property: z.core.JSONSchema.BaseSchema) {
  const { description = 'The version of what such a file can say.' } = property;
  const values = property.enum?.map(String);
  const [what, words] = values ? choices(description) : [description, undefined];
  const range = property.enum || 'const' in property ? undefined : allowedWords(name);
  const byDefault = defaultWords(name);
  const facts = [
    ...(range === undefined ? [] : [`${range[0]?.toUpperCase()}${range.slice(1)}.`]),
    ...(FOUND.includes(name) ? ['Not said: as the file looks.'] : byDefault ? [`Default: ${byDefault}.`] : []),
  ];
  return {
    ...property,
    markdownDescription: [what, facts.join(' ')].filter(Boolean).join('\n\n'),
    ...(values &&
      words &&
      values.every((value) => words.has(value) || value === 'auto') && {
        enumDescriptions: values.map((value) => words.get(value) ?? ''),
      }),
  };
}

/** "What it is. one: what that is; other: what that is." */
function choices(description: string): [what: string, words: Map<string, string>] {
  const [what = '', ...each] = description.split(/\. |; /);
  return [`${what}${what.endsWith('.') ? '' : '.'}`, new Map(each.map((part) => part.split(': ') as [string, string]))];
}
