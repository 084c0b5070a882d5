// The tab that shows how training goes.
import type { Tab } from '../../tab';
import { CURVES_VIEW, withCurvesView } from './curves';
import { Training } from './training';

export const training: Tab = {
  name: 'training',
  title: 'Training',
  open: ({ kept }) => {
    const view = kept.keep('training', CURVES_VIEW);
    return {
      View: withCurvesView(view, Training),
    };
  },
};
