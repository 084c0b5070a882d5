// The page of the run panel: the header and one of its tabs.
import './run.css';
import { render } from 'preact';
import { type SaveFile, withFiles } from '../../components/exportMenu';
import { Header } from './header';
import { vscodeSurroundings } from './host';
import { Note } from './note';
import { RunPanel, usePanel, withPanel } from './runPanel';
import { TabList } from './tabList';
import { TABS } from './tabs';

function Run() {
  const { tab, tabs } = usePanel();
  const View = tabs.value.find(({ name }) => name === tab.value)?.View;
  return (
    <>
      <Header />
      <Note />
      <main class="main">
        <TabList />
        <Failure />
        <div class="view" id="view" role="tabpanel" aria-labelledby={`tab-${tab.value}`}>
          {View ? <View /> : <p class="empty opening">Opening the run…</p>}
        </div>
      </main>
    </>
  );
}

function Failure() {
  const { failure } = usePanel();
  if (failure.value === undefined) return null;
  return (
    <div class="notice error" role="alert" data-testid="failure">
      <span>{failure.value}</span>
      <button
        type="button"
        class="link"
        onClick={() => {
          failure.value = undefined;
        }}
      >
        Dismiss
      </button>
    </div>
  );
}

const app = document.getElementById('app');
if (app) {
  const panel = new RunPanel(vscodeSurroundings(), TABS);
  const save: SaveFile = (name, bytes) => panel.attempt(() => panel.host.saveFile(name, bytes));
  const Page = withFiles(save, withPanel(panel, Run));
  render(<Page />, app);
  void panel.open();
}
