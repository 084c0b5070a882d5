// A store that the root of a panel (or of a tab) makes and hands down to every component in it, so that two of a kind can live side by side.
import { type ComponentType, createContext, h } from 'preact';
import { useContext } from 'preact/hooks';

/** @returns what puts a store around a component, and the hook that reads it, which throws where there is none */
export function handedDown<Store>(
  what: string,
): readonly [provide: (store: Store, View: ComponentType) => ComponentType, use: () => Store] {
  const context = createContext<Store | undefined>(undefined);
  const provide = (store: Store, View: ComponentType) => () => h(context.Provider, { value: store, children: h(View, null) });
  const use = (): Store => {
    const store = useContext(context);
    if (store === undefined) throw new Error(`There is no ${what} around this component.`);
    return store;
  };
  return [provide, use];
}
