// The faces of a run, as a tab list with the keyboard that such a list has. What the model does is named by its task.
import type { PanelTab } from '../../../src/protocol/panelProtocol';
import { show } from './attempt';
import { tab, words } from './runModel';

export function Tabs() {
  const tabs: readonly { readonly name: PanelTab; readonly title: string }[] = [
    { name: 'training', title: 'Training' },
    { name: 'inside', title: 'Inside' },
    { name: words.value.tab, title: words.value.title },
    { name: 'evaluation', title: 'Evaluation' },
  ];
  const step = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === tab.value);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    show(next.name);
    document.getElementById(`tab-${next.name}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views of this run" onKeyDown={step}>
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          class="tab"
          data-testid={`tab-${name}`}
          aria-selected={tab.value === name}
          aria-controls="view"
          tabIndex={tab.value === name ? 0 : -1}
          onClick={() => show(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
