// Inside the network while it reads a text: maps of every named activation, and beside them what it expects next.
import { Empty } from '../../empty';
import { InspectedText } from '../../inspectedText';
import { Brushed } from './brushed';
import { useInspection } from './inspection';
import { Maps } from './maps';
import { SideColumn } from './sideColumn';
import { SideToggle } from './sideToggle';
import { Toolbar } from './toolbar';

export function Inside() {
  const { inspected, view } = useInspection();
  const { reading, text } = inspected;
  return (
    <div class="inside">
      <div class="inside-main">
        <InspectedText>
          <SideToggle />
        </InspectedText>
        {text.value ? (
          <>
            <Toolbar />
            <Brushed />
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
