// The tab where one looks inside the network while it reads a text.
import type { Tab } from '../../tab';
import { Dependence, INSIDE, withDependence } from './dependence';
import { Inside } from './inside';
import { Inspection, withInspection } from './inspection';

export const inside: Tab = {
  name: INSIDE,
  title: 'Inside',
  passage: 'in view',
  open: (panel) => {
    const inspection = new Inspection(panel);
    const dependence = new Dependence(panel, panel.inspected, inspection.view);
    return {
      View: withInspection(inspection, withDependence(dependence, Inside)),
      take: (given) => {
        if ('text' in given) void panel.inspected.inspect(given.text, given);
        if ('layer' in given) inspection.showLayer(given.layer);
        if ('checkpoint' in given) void panel.inspected.scrub(given.checkpoint);
      },
    };
  },
};
