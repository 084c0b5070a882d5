// What the fake host knows of a unit: made up, but of the sizes that real ones have.
import type { UnitAt } from '../../src/engine/inspect/traceShape';
import type { UnitWeights } from '../../src/engine/inspect/units/unitWeights';
import type { CorpusMatches, UnitDossier } from '../../src/protocol/queries';
import { TEXT } from './fixtures';

export function dossierOf({ unit }: UnitAt): UnitDossier {
  const places = (sign: number) =>
    Array.from({ length: 20 }, (_, index) => {
      const at = 3 + ((index * 29 + unit) % 150);
      const [before, characters, after] = [TEXT.slice(Math.max(0, at - 40), at), TEXT[at] ?? '', TEXT.slice(at + 1, at + 41)];
      const location = {
        file: `/texts/${index % 3 ? 'romeo' : 'a-file-with-quite-a-long-name'}.txt`,
        line: index * 31 + 1,
        column: at,
        before,
        characters,
        after,
      };
      return { value: sign * (0.98 - index / 100), location };
    });
  const counts = Array.from({ length: 64 }, (_, bin) => Math.round(9000 * Math.exp(-(((bin - 30) / 9) ** 2)) + (bin > 55 ? 2500 : 40)));
  return { highest: places(1), lowest: places(-1), histogram: { low: -1, high: 1, counts }, characters: 1_115_394, cut: false };
}

const weights = (sign: number, names: string) => [...names].map((to, index) => ({ to, weight: sign * (2.1 - index / 4) }));

export const UNIT_WEIGHTS: UnitWeights = {
  raises: weights(1, ' e,t\nh'),
  lowers: weights(-1, 'QzXJ&3'),
  matrices: [
    { name: 'W_xi', in: weights(1, 'aeiou '), out: [] },
    {
      name: 'W_hi',
      in: [
        { to: '[17]', weight: -0.92 },
        { to: '[3]', weight: 0.61 },
      ],
      out: [{ to: '[99]', weight: 0.77 }],
    },
  ],
};

export const MATCHES: CorpusMatches = {
  matches: dossierOf({ layer: 0, direction: 'forward', name: 'h', unit: 4 }).highest.map(({ value, location }) => ({
    on: value,
    score: value,
    location: { ...location, characters: 'soft!' },
  })),
  cut: false,
};
