// The tab that shows how training goes.
import type { Tab } from '../../tab';
import { CURVES_VIEW, withCurvesView } from './curves';
import { Training } from './training';
import { withYardstick, Yardstick } from './yardstick';

export const training: Tab = {
  name: 'training',
  title: 'Training',
  open: (panel) => {
    const view = panel.kept.keep('training', CURVES_VIEW);
    return { View: withCurvesView(view, withYardstick(new Yardstick(panel), Training)) };
  },
};
