// Which label was taken for which: truth down, guess across, each row shaded by its shares. Pointer and arrow keys read a cell.
import { useSignal } from '@preact/signals';
import type { Confusion } from '../../src/engine/results';
import { percent } from '../../src/protocol/figures';
import { count } from './figures';

/** More labels than these leave no room for numbers. */
const NUMBERED = 24;
const TOLD = 3;

interface Place {
  readonly truth: number;
  readonly guess: number;
}

export function ConfusionMatrix({ confusion }: { confusion: Confusion }) {
  const { labels, counts } = confusion;
  const at = useSignal<Place>();
  const step = (event: KeyboardEvent) => {
    const last = labels.length - 1;
    const { truth, guess } = at.peek() ?? { truth: 0, guess: 0 };
    const to = at.peek() === undefined ? { truth, guess } : MOVES[event.key]?.(truth, guess, last);
    if (!(event.key in MOVES) || !to) return;
    event.preventDefault();
    at.value = { truth: Math.max(0, Math.min(last, to.truth)), guess: Math.max(0, Math.min(last, to.guess)) };
  };
  const lookAway = () => {
    at.value = undefined;
  };
  const place = at.value;
  return (
    <div class="confusion" data-testid="confusion">
      <p class="caption confusion-readout" data-testid="confusion-readout">
        {place ? cellInWords(confusion, place) : inWords(confusion)}
      </p>
      <div class="confusion-scroll">
        <input
          type="range"
          class="visually-hidden walker"
          data-testid="confusion-walk"
          aria-label="Confusion matrix: truth down, guess across. Arrow keys read a cell."
          min={0}
          max={labels.length ** 2 - 1}
          value={place ? place.truth * labels.length + place.guess : 0}
          aria-valuetext={place ? cellInWords(confusion, place) : inWords(confusion)}
          onKeyDown={step}
          onBlur={lookAway}
        />
        <table class={labels.length > NUMBERED ? 'matrix small' : 'matrix'} onPointerLeave={lookAway}>
          <thead>
            <tr>
              <td class="matrix-corner">
                <span aria-hidden="true">truth ↓ guess →</span>
              </td>
              {labels.map((label, guess) => (
                <th key={label} scope="col" class={place?.guess === guess ? 'here' : ''} title={label}>
                  <span>{label}</span>
                </th>
              ))}
              <th scope="col" class="matrix-right">
                <span>right</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {labels.map((label, truth) => {
              const row = counts[truth] ?? [];
              const total = sum(row);
              return (
                <tr key={label}>
                  <th scope="row" class={place?.truth === truth ? 'here' : ''} title={label}>
                    {label}
                  </th>
                  {labels.map((guessed, guess) => (
                    <td
                      key={guessed}
                      class={cellClass(truth, guess, place)}
                      style={{ '--share': total === 0 ? 0 : (row[guess] ?? 0) / total }}
                      onPointerEnter={() => {
                        at.value = { truth, guess };
                      }}
                    >
                      {row[guess] ? <span>{count(row[guess] ?? 0)}</span> : null}
                    </td>
                  ))}
                  <td class="matrix-right">{total === 0 ? '–' : percent((row[truth] ?? 0) / total)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const MOVES: Readonly<Record<string, (truth: number, guess: number, last: number) => Place>> = {
  ArrowLeft: (truth, guess) => ({ truth, guess: guess - 1 }),
  ArrowRight: (truth, guess) => ({ truth, guess: guess + 1 }),
  ArrowUp: (truth, guess) => ({ truth: truth - 1, guess }),
  ArrowDown: (truth, guess) => ({ truth: truth + 1, guess }),
  Home: (truth) => ({ truth, guess: 0 }),
  End: (truth, _, last) => ({ truth, guess: last }),
};

const cellClass = (truth: number, guess: number, place: Place | undefined): string =>
  `cell ${truth === guess ? 'cell-right' : 'cell-wrong'}${place?.truth === truth && place.guess === guess ? ' here' : ''}`;

const sum = (row: readonly number[]): number => row.reduce((total, value) => total + value, 0);

function cellInWords({ labels, counts }: Confusion, { truth, guess }: Place): string {
  const row = counts[truth] ?? [];
  const [found, total] = [row[guess] ?? 0, sum(row)];
  if (total === 0) return `No example of ${labels[truth]}.`;
  const share = `${count(found)} of ${count(total)} (${percent(found / total)})`;
  return truth === guess ? `${labels[truth]}: ${share} recognised.` : `${labels[truth]} taken for ${labels[guess]}: ${share}.`;
}

/** The whole picture in a sentence: how much is right, and what is confused most. */
function inWords({ labels, counts }: Confusion): string {
  const total = sum(counts.map(sum));
  if (total === 0) return 'Nothing was held out.';
  const right = sum(counts.map((row, at) => row[at] ?? 0));
  const wrong = counts
    .flatMap((row, truth) => row.map((found, guess) => ({ truth, guess, found })))
    .filter(({ truth, guess, found }) => truth !== guess && found > 0)
    .sort((a, b) => b.found - a.found)
    .slice(0, TOLD)
    .map(({ truth, guess, found }) => `${labels[truth]} for ${labels[guess]} (${count(found)})`);
  const most = wrong.length > 0 ? ` Most often taken: ${wrong.join(', ')}.` : '';
  return `${count(right)} of ${count(total)} right (${percent(right / total)}).${most}`;
}
