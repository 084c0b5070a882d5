// The tab that shows how training goes.

import { Yardstick } from '../../../../components/yardstick';
import type { Tab } from '../../tab';
import { CURVES_VIEW, withCurvesView, withYardstick } from './curves';
import { Training } from './training';

export const training: Tab = {
  name: 'training',
  title: 'Training',
  open: (panel) => {
    const view = panel.kept.keep('training', CURVES_VIEW);
    const yardstick = new Yardstick(panel, panel.run, (attending) => panel.ask('baseline', {}, attending));
    return { View: withCurvesView(view, withYardstick(yardstick, Training)) };
  },
};
