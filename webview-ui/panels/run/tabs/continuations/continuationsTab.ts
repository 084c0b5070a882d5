// The tab where a model writes: on from a text, or for a label.
import type { Tab } from '../../tab';
import { Continuations } from './continuations';
import { GenerationModel, withGeneration } from './generationModel';

export const continuations: Tab = {
  name: 'continuations',
  title: (words) => words.title,
  fits: ({ tab }) => tab === 'continuations',
  passage: 'before the cursor',
  open: (panel, { generation }) => {
    const model = new GenerationModel(panel, generation);
    return {
      View: withGeneration(model, Continuations),
      take: (given) => void model.generateFor(given),
    };
  },
};
