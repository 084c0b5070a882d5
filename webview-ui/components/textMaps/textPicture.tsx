// A picture over the characters of a text: pointed at, walked through, scrolled and zoomed as all maps are.
import { Picture, type PictureProps } from '../picture';
import { mapKeys, type Walked } from './mapKeys';

export interface TextPictureProps extends Omit<PictureProps, 'measured' | 'point' | 'press' | 'scroll'> {
  readonly walked: Walked;
  readonly goTo: (index: number) => void;
}

export function TextPicture({ walked, goTo, ...picture }: TextPictureProps) {
  const { axis } = walked;
  const point: PictureProps['point'] = (pointer) => {
    const { columnWidth, offset, count } = axis.columns.peek();
    const index = pointer ? Math.floor((pointer.x + offset) / columnWidth) : -1;
    if (index >= 0 && index < count) goTo(index); // where the pointer has left, the crosshair stays
  };
  return (
    <Picture
      {...picture}
      measured={axis.trackWidth}
      point={point}
      press={(event) => mapKeys(walked, event, { rows: 1, row: 0, moveTo: goTo, choose: () => {} })}
      scroll={(event, { x }) => axis.wheel(event, x)}
    />
  );
}
