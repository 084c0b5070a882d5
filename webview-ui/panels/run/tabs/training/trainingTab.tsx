// The tab that shows how training goes.
import type { Tab } from '../../tab';
import { Training } from './training';
import { TRAINING_VIEW, TrainingViewProvider } from './trainingView';

export const training: Tab = {
  name: 'training',
  title: 'Training',
  open: ({ kept }) => {
    const view = kept.keep('training', TRAINING_VIEW);
    return {
      View: () => (
        <TrainingViewProvider value={view}>
          <Training />
        </TrainingViewProvider>
      ),
    };
  },
};
