// The tab where one looks inside the network while it reads a text.
import type { Tab } from '../../tab';
import { Inside } from './inside';
import { Inspection, withInspection } from './inspection';

export const inside: Tab = {
  name: 'inside',
  title: 'Inside',
  passage: 'in view',
  open: (panel) => {
    const inspection = new Inspection(panel);
    return {
      View: withInspection(inspection, Inside),
      take: (given) => 'text' in given && void panel.inspected.inspect(given.text, given),
    };
  },
};
