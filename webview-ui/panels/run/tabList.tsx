// The faces of a run, as a tab list with the keyboard that such a list has.
import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { useMeasuredWidth } from '../../components/measured';
import { usePanel } from './runPanel';

export function TabList() {
  const panel = usePanel();
  const { run, tab: shown } = panel;
  const tabs = panel.tabs.value;
  const { ref: list, size: width } = useMeasuredWidth<HTMLDivElement>();
  const hidden = useSignal('');
  /** On which sides there are more tabs than there is room for. */
  const look = () => {
    const { scrollLeft = 0, scrollWidth = 0, clientWidth = 0 } = list.current ?? {};
    hidden.value = `${scrollLeft > 1 ? 'before ' : ''}${scrollLeft + clientWidth < scrollWidth - 1 ? 'after' : ''}`;
  };
  useLayoutEffect(() => {
    document.getElementById(`tab-${shown.value}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    look();
  }, [shown.value, width.value, tabs]);
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
    <div ref={list} class={`tabs ${hidden.value}`} role="tablist" aria-label="Views of this run" onKeyDown={step} onScroll={look}>
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
