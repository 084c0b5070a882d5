// How the user likes to look at the curves, kept over a reload.
import * as z from 'zod/mini';
import { handedDown } from '../../../../components/handedDown';
import type { Kept } from '../../keptState';

export const TRAINING_VIEW = { logarithmic: z.catch(z.boolean(), false) };

export const [TrainingViewProvider, useTrainingView] = handedDown<Kept<{ readonly logarithmic: boolean }>>('view of training');
