// A name, a bar as long as its share, and the figure.

export interface BarRowProps {
  readonly name: string;
  readonly title?: string | undefined;
  /** The name is a word, not a character. */
  readonly wide?: boolean;
  readonly share: number;
  readonly value: string;
  /** The bar has the colour of what was chosen. */
  readonly chosen: boolean;
  /** Name and figure stand out. */
  readonly taken?: boolean;
}

export function BarRow({ name, title, wide = false, share, value, chosen, taken = false }: BarRowProps) {
  return (
    <li class={`bar-row ${wide ? 'wide' : ''} ${taken ? 'taken' : ''}`}>
      <span class={wide ? 'bar-name' : 'bar-name mono'} title={title}>
        {name}
      </span>
      <span class="bar-track">
        <span class={`bar ${chosen ? 'chosen' : ''}`} style={{ width: `${share * 100}%` }} />
      </span>
      <span class="bar-value">{value}</span>
    </li>
  );
}
