// Beside the title of a picture: its numbers as a table, and the picture as a file. What saves files, the panel's root hands down.

import type { Signal } from '@preact/signals';
import { csvOf, type Table } from '../../src/protocol/csv';
import type { Palette } from '../charts/palette';
import type { Surface } from '../charts/surface';
import { SvgPen } from '../charts/svgPen';
import { handedDown } from './handedDown';

import { palette } from './theme';

/** @param name with its ending */
export type SaveFile = (name: string, bytes: Uint8Array) => Promise<void>;
export const [withFiles, useSaveFile] = handedDown<SaveFile>('place for files');

export interface ExportMenuProps {
  /** What is shown, in a few words. */
  readonly label: string;
  /** Of the files, without an ending. */
  readonly name: string;
  /** In CSS pixels. */
  readonly size: () => { readonly width: number; readonly height: number };
  readonly draw: (surface: Surface, palette: Palette) => void;
  readonly table: () => Table;
  /** Whether the table is shown. */
  readonly tabled: Signal<boolean>;
}

/** A picture in print wants more than a screen has. */
const PNG_RATIO = 2;

export function ExportMenu({ label, name, size, draw, table, tabled }: ExportMenuProps) {
  const save = useSaveFile();
  const text = (content: string) => new TextEncoder().encode(content);
  const saveSvg = () => save(`${name}.svg`, text(svgOf(size(), draw)));
  const savePng = async () => save(`${name}.png`, await pngOf(size(), draw));
  const saveCsv = () => save(`${name}.csv`, text(csvOf(table())));
  return (
    <details class="export">
      <summary aria-label={`${label}: table and files`} title="Table, and save as a file" data-testid={`${name}-menu`}>
        ⋯
      </summary>
      <span class="export-kinds">
        <button
          type="button"
          class="link"
          aria-pressed={tabled.value}
          title="The numbers as a table"
          data-testid={`${name}-table`}
          onClick={() => {
            tabled.value = !tabled.value;
          }}
        >
          Table
        </button>
        {Object.entries({ PNG: savePng, SVG: saveSvg, CSV: saveCsv }).map(([kind, act]) => (
          <button
            type="button"
            key={kind}
            class="link"
            title={`Save as ${kind}`}
            data-testid={`${name}-${kind.toLowerCase()}`}
            onClick={() => void act()}
          >
            {kind}
          </button>
        ))}
      </span>
    </details>
  );
}

type Size = ReturnType<ExportMenuProps['size']>;

function svgOf({ width, height }: Size, draw: ExportMenuProps['draw']): string {
  const pen = new SvgPen();
  draw({ context: pen, width, height, ratio: PNG_RATIO }, palette.peek());
  return pen.file(width, height, palette.peek().background);
}

async function pngOf({ width, height }: Size, draw: ExportMenuProps['draw']): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(width * PNG_RATIO), Math.ceil(height * PNG_RATIO)];
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = palette.peek().background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(PNG_RATIO, PNG_RATIO);
  draw({ context, width, height, ratio: PNG_RATIO }, palette.peek());
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error('The picture is too large for a PNG. Save it as SVG, or zoom out.');
  return new Uint8Array(await blob.arrayBuffer());
}
