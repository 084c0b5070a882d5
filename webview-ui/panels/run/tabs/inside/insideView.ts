// How the user likes to look inside, kept over a reload.
import * as z from 'zod/mini';
import type { Kept } from '../../../../components/keptState';
import { NARROWEST, WIDEST } from '../../../../components/textMaps/axis';

const PART = z.enum(['source', 'target']);
const DIRECTION = z.enum(['forward', 'backward']);
const INDEX = z.int().check(z.minimum(0));

const PINNED = z.object({ part: PART, layer: INDEX, direction: DIRECTION, name: z.string(), unit: INDEX });
export type PinnedUnit = Readonly<z.infer<typeof PINNED>>;

/** Pinned units at most: more lines than these are no longer told apart. */
export const MOST_PINNED = 8;

export const INSIDE_VIEW = {
  layer: z.catch(INDEX, 0),
  directions: z.catch(z.enum(['both', 'forward', 'backward']), 'both'),
  unitsBy: z.catch(z.enum(['similarity', 'factors', 'activity', 'index']), 'similarity'),
  scale: z.catch(z.enum(['fixed', 'fit']), 'fixed'),
  /** Of columns that stand for several characters: what the colour says. */
  plane: z.catch(z.enum(['mean', 'low', 'high']), 'mean'),
  /** Fitted to the text until the user zooms. */
  columnWidth: z.catch(z.optional(z.number().check(z.minimum(NARROWEST), z.maximum(WIDEST))), undefined),
  pinned: z.catch(z.array(PINNED).check(z.maxLength(MOST_PINNED)), []),
  /** How it is told on which characters a prediction depends; until the user says, by what the model tells. */
  dependsBy: z.catch(z.optional(z.enum(['off', 'gradient', 'left out'])), undefined),
  /** In contrast to this symbol. */
  against: z.catch(z.optional(z.string()), undefined),
  /** The column beside the maps. */
  side: z.catch(z.boolean(), true),
  /** Maps drawn tall. */
  expanded: z.catch(z.array(z.string()), []),
};

export type InsideView = Readonly<z.infer<z.ZodMiniObject<typeof INSIDE_VIEW>>>;
export type KeptView = Kept<InsideView>;
export type UnitsBy = InsideView['unitsBy'];
