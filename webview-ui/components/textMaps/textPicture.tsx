// A picture over the characters of a text: pointed at, walked through, scrolled and zoomed as all maps are.
import { columnAt } from '../../charts/surface';
import { Picture, type PictureLook } from '../picture';
import { mapKeys, type Walked } from './mapKeys';

export interface TextPictureProps extends Omit<PictureLook, 'measured' | 'point' | 'scroll'> {
  readonly walked: Walked;
  readonly goTo: (index: number) => void;
  /** Where it has rows that the keyboard walks through too. */
  readonly rows?: {
    readonly count: number;
    readonly at: () => number;
    readonly goTo: (row: number) => void;
    /** What Enter does. */
    readonly choose: (row: number) => void;
  };
}

export function TextPicture({ walked, goTo, rows, ...picture }: TextPictureProps) {
  const { axis, cursor } = walked;
  const { count } = axis.columns.peek();
  const point: PictureLook['point'] = (pointer) => {
    if (pointer && count > 0) goTo(columnAt(axis.columns.peek(), pointer.x)); // where the pointer has left, the crosshair stays
  };
  return (
    <Picture
      {...picture}
      measured={axis.trackWidth}
      point={point}
      press={(event) =>
        mapKeys(walked, event, {
          rows: rows?.count ?? 1,
          row: rows?.at() ?? 0,
          moveTo: (index, row) => {
            goTo(index);
            rows?.goTo(row);
          },
          choose: () => rows?.choose(rows.at()),
        })
      }
      place={{ at: cursor() ?? 0, count }}
      scroll={(event, { x }) => axis.wheel(event, x)}
    />
  );
}
