// Characters that a model cannot know, so that nobody takes its answer for one about them.
import { alone } from './figures';

export function Unknown({ characters }: { characters: readonly string[] }) {
  if (characters.length === 0) return null;
  return (
    <div class="notice warning" role="status" data-testid="unknown">
      The model never saw {characters.map((character) => `“${alone(character)}”`).join(', ')} in training;{' '}
      {characters.length === 1 ? 'it was' : 'they were'} read as another character.
    </div>
  );
}
