// Places in the files that a run learned from, one below the other; a click shows it in the editor, and all of them in a peek there.
import type { Location } from '../../../../../src/protocol/queries';
import { alone, textShown } from '../../../../components/figures';
import { usePanel } from '../../runPanel';

export interface PlacesProps {
  readonly rows: readonly { readonly figure: string; readonly location: Location }[];
  readonly testid: string;
}

export function Places({ rows, testid }: PlacesProps) {
  const panel = usePanel();
  const places = rows.map(({ location: { file, line, column } }) => ({ file, line, column }));
  return (
    <ol class="excerpts" data-testid={testid}>
      {rows.map(({ figure, location: { file, line, column, before, characters, after } }, index) => (
        <li key={index}>
          <span class="number">{figure}</span>
          <span class="excerpt mono">
            <span class="excerpt-before">{textShown(before)}</span>
            <b>{[...characters].length === 1 ? alone(characters) : textShown(characters)}</b>
            <span class="excerpt-after">{textShown(after)}</span>
          </span>
          <button
            type="button"
            class="link"
            title={`${file}:${line}:${column}`}
            onClick={() => void panel.attempt(() => panel.host.showPlaces(places, index))}
          >
            {file.replace(/^.*[\\/]/, '')}:{line}
          </button>
        </li>
      ))}
    </ol>
  );
}
