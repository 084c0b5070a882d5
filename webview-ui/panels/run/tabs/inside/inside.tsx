// Inside the network while it reads a text: maps of every named activation, and beside them what it expects next.
import { useEffect } from 'preact/hooks';
import { Unknown } from '../../../../components/unknown';
import { Empty } from '../../empty';
import { Refusal } from '../../refusal';
import { InspectedText } from './inspectedText';
import { useInspection } from './inspection';
import { Maps } from './maps';
import { SideColumn } from './sideColumn';
import { Toolbar } from './toolbar';

export function Inside() {
  const { begin, reading, shape, text, view } = useInspection();
  useEffect(begin, []);
  return (
    <div class="inside">
      <div class="inside-main">
        <InspectedText />
        <Refusal of={reading} />
        <Unknown characters={shape.value?.unknown ?? []} />
        {text.value ? (
          <>
            <Toolbar />
            <Maps />
          </>
        ) : (
          <Empty testid="inside-empty" title="Watch the network read" asked={reading} busy="The network is reading the text…">
            Select text in an editor and choose Use selection, or type some above. You will see every unit at every character: which gates
            open, what the state remembers, where the network is surprised.
          </Empty>
        )}
      </div>
      {text.value && view.value.side && <SideColumn />}
    </div>
  );
}
