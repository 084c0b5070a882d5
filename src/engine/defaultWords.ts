/** What a setting is where it is not said, in words: by task, and by the size of the text where that decides. */
import { type Experiment, experimentSchema } from './experimentSchema';
import { DEFAULT_END, defaultsBySize } from './fitting';
import { TASKS } from './tasks/words';

/** By looking at the file, where they are not said. */
export const FOUND: readonly (keyof Experiment)[] = ['inputColumn', 'targetColumn', 'header'];
const DEFAULTS = { ...experimentSchema.parse({}), ...DEFAULT_END };

/** `32; classify, translate: 64`, or `32; language-model: by the size of the text 32, 8, 16; classify: 64`; undefined where there is none. */
export function defaultWords(setting: keyof Experiment): string | undefined {
  const value = DEFAULTS[setting];
  if (value === undefined || FOUND.includes(setting)) return undefined;
  const others = new Map<string, string[]>();
  for (const task of TASKS) {
    const [only, ...more] = defaultsBySize(task, setting);
    if (only === undefined || (more.length === 0 && only === value)) continue;
    const said = more.length > 0 ? `by the size of the text ${[only, ...more].join(', ')}` : String(only);
    others.set(said, [...(others.get(said) ?? []), task]);
  }
  return [String(value), ...[...others].map(([other, tasks]) => `${tasks.join(', ')}: ${other}`)].join('; ');
}
