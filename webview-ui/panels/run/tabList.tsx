// The faces of a run, as a tab list with the keyboard that such a list has.
import { usePanel } from './runPanel';

export function TabList() {
  const panel = usePanel();
  const { run, tab: shown } = panel;
  const tabs = panel.tabs.value;
  const step = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === shown.value);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    panel.show(next.name);
    document.getElementById(`tab-${next.name}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views of this run" onKeyDown={step}>
      {tabs.length === 0 && <span class="skeleton" />}
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          class="tab"
          data-testid={`tab-${name}`}
          aria-selected={shown.value === name}
          aria-controls="view"
          tabIndex={shown.value === name ? 0 : -1}
          onClick={() => panel.show(name)}
        >
          {typeof title === 'string' ? title : title(run.words.value)}
        </button>
      ))}
    </div>
  );
}
