// The scale of a map as a small bar of its colours between its two ends.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MapScale } from './mapScale';

export function ScaleLegend({ scale }: { scale: MapScale }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { table } = scale.colours;
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    canvas.current.width = table.length;
    canvas.current.height = 1;
    const image = context.createImageData(table.length, 1);
    new Uint32Array(image.data.buffer).set(table);
    context.putImageData(image, 0, 0);
  }, [scale]);
  return (
    <span
      class="scale"
      role="img"
      aria-label={`from ${scale.low} to ${scale.high}${scale.note ? `, shown as ${scale.note}` : ''}`}
      title={scale.note ? `Coloured by ${scale.note} of the value` : undefined}
    >
      <span class="scale-end">{scale.low}</span>
      <canvas ref={canvas} />
      <span class="scale-end">{scale.high}</span>
    </span>
  );
}
