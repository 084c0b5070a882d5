/** Results → Markdown, for the terminal and for BENCHMARKS.md. */
import { type Alignment, markdownTable } from './markdownTable';
import { PEERS } from './peers';
import type { Growth, Rates, Results, ShapeResult } from './results';
import { type PeerName, SHAPES, type Shape } from './shapes';
import { growthPower, median, pairedRatio, spread } from './statistics';

export function report(results: Results): string {
  const { speed, ceiling, profile, growth, memory } = results;
  const measured = SHAPES.filter(({ name }) => speed[name]);
  return [
    circumstances(results),
    measured.length > 0 && `### Speed\n\n${speedTable(measured, speed)}\n\n${speedNotes(measured, speed)}`,
    ceiling && `### The machine's ceiling\n\n${ceilingTable(ceiling)}`,
    profile && `### Where the time of an update goes\n\n${profileTable(profile)}`,
    growth && `### How cost grows\n\n${growthTables(growth)}`,
    memory && `### Memory\n\n${memoryLine(memory)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function circumstances({ date, machine, versions, settings }: Results): string {
  const { device, ...programs } = versions;
  const names = Object.entries(programs).map(([name, version]) => `${name} ${version}`);
  const load = machine.load > machine.processors / 4 ? ' **The machine was busy: take the figures with care.**' : '';
  return [
    `Measured on ${date.slice(0, 10)}: ${machine.processor}, ${machine.processors} processors, ${machine.memoryGigabytes} GB, ${machine.system}; load before the run ${machine.load.toFixed(1)}.${load}`,
    `${names.join(', ')}${device ? `; ours is “${device}”` : ''}.`,
    `Medians of ${settings.rounds} rounds of ${settings.seconds} s, in turn; ± is half the distance between the least and the greatest round.`,
  ].join('\n');
}

function speedTable(shapes: readonly Shape[], speed: Results['speed']): string {
  const heads = ['shape (V = 65)', 'who', 'chars/s', '±', 'Unroll is', 'at least', 'aim'];
  const alignments: Alignment[] = ['left', 'left', 'right', 'right', 'right', 'right', 'right'];
  const rows = shapes.flatMap((shape) => speedRows(shape, (speed[shape.name] as ShapeResult).rates));
  return markdownTable(heads, alignments, rows);
}

function speedRows(shape: Shape, all: readonly Rates[]): string[][] {
  const ours = all.find(({ peer }) => peer === 'unroll');
  return bestSettings(all).map(({ peer, setting, rates }, index) => {
    const title = PEERS[peer].title + (setting && ` (${setting})`);
    const cells = [
      index === 0 ? shape.title : '',
      peer === 'unroll' ? `**${title}**` : title,
      speedText(median(rates)),
      percent(spread(rates)),
    ];
    if (!ours || peer === 'unroll') return cells;
    const ratio = pairedRatio(ours.rates, rates);
    const floor = peer === 'pytorch' ? shape.atLeast : shape.others?.[peer];
    const reached = floor === undefined ? '' : `${floor}× ${ratio >= floor ? '✓' : '✗'}`;
    return [...cells, `**${threeDigits(ratio)}×**`, reached, peer === 'pytorch' ? `${shape.aim}×` : ''];
  });
}

/** Of each peer, the setting with the highest median. */
function bestSettings(all: readonly Rates[]): readonly Rates[] {
  return all.filter(({ peer, rates }) =>
    all.every((other) => other.peer !== peer || other.rates === rates || median(other.rates) < median(rates)),
  );
}

function speedNotes(shapes: readonly Shape[], speed: Results['speed']): string {
  const results = shapes.map(({ name }) => speed[name] as ShapeResult);
  const present = new Set(results.flatMap(({ rates }) => rates.map(({ peer }) => peer)));
  const absent = new Map(results.flatMap((result) => Object.entries(result.absent) as [PeerName, string][]));
  const computes = [...present].map((peer) => `- **${PEERS[peer].title}**: ${PEERS[peer].computes}`);
  const missing = [...absent].map(
    ([peer, reason]) => `- **${PEERS[peer].title}** is absent${present.has(peer) ? ' in part' : ''}: ${reason}`,
  );
  return [...computes, ...missing].join('\n');
}

function ceilingTable(ceiling: NonNullable<Results['ceiling']>): string {
  const threads = [...new Set(ceiling.map((each) => each.threads))];
  const who = [...new Set(ceiling.map((each) => each.who))];
  const heads = ['GFLOP/s, 512 × 512 × 512', ...threads.map((count) => (count === 1 ? '1 thread' : `${count} threads`))];
  const rows = who.map((name) => [
    name,
    ...threads.map((count) => {
      const found = ceiling.find((each) => each.who === name && each.threads === count);
      return found ? `${median(found.gigaflops).toFixed(1)} ±${percent(spread(found.gigaflops))}` : '';
    }),
  ]);
  return markdownTable(heads, ['left', ...threads.map(() => 'right' as const)], rows);
}

function profileTable(profiles: NonNullable<Results['profile']>): string {
  const parts = [...new Set(profiles.flatMap(({ profile }) => profile.shares.map(({ part }) => part)))];
  const rows = parts.map((part) => [
    part,
    ...profiles.map(({ profile }) => percent(profile.shares.find((each) => each.part === part)?.share ?? 0)),
  ]);
  const whole = ['one update, ms', ...profiles.map(({ profile }) => milliseconds(profile.secondsPerUpdate))];
  const table = markdownTable(
    ['in the calling thread', ...profiles.map(({ title }) => title)],
    ['left', ...profiles.map(() => 'right' as const)],
    [...rows, whole],
  );
  return `${table}\n\nBy V8's sampling profiler, which sees the calling thread; the others do the same work on their rows.`;
}

function growthTables(growth: readonly Growth[]): string {
  return growth
    .map(({ symbol, points }) => {
      const times = points.map(({ x, secondsPerUpdate }) => ({ x, y: median(secondsPerUpdate) }));
      const heads = [`${symbol} (others as in LSTM 128×1, B32 T50)`, ...points.map(({ x }) => String(x)), `∝ ${symbol}ᵏ, k`];
      const right = heads.slice(1).map(() => 'right' as const);
      const each = (text: (time: { x: number; y: number }) => string) => times.map(text);
      return markdownTable(
        heads,
        ['left', ...right],
        [
          ['one update, ms', ...each(({ y }) => milliseconds(y)), growthPower(times).toFixed(2)],
          [`ms ÷ ${symbol}`, ...each(({ x, y }) => ((y * 1000) / x).toPrecision(3)), ''],
        ],
      );
    })
    .join('\n\n')
    .concat('\n\nThe lowest layer looks up the rows of its characters; each above it costs a product with a matrix more.');
}

function memoryLine({ title, bare, resident, heap, peak }: NonNullable<Results['memory']>): string {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return `${title} trains in ${megabytes(resident - bare)} resident beyond the bare process (${megabytes(bare)}), ${megabytes(peak - bare)} at the peak; JavaScript's heap has ${megabytes(heap)} of it. At most 300 MB is wanted: ${resident - bare <= 300e6 ? '✓' : '✗'}.`;
}

function speedText(rate: number): string {
  return rate >= 1e4 ? `${Math.round(rate / 1e3)}k` : rate >= 1e3 ? `${(rate / 1e3).toFixed(1)}k` : threeDigits(rate);
}

function threeDigits(number: number): string {
  return number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2);
}

function milliseconds(time: number): string {
  return (time * 1000).toPrecision(3);
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(fraction < 0.1 ? 1 : 0)} %`;
}
