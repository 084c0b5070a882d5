// A store that the root of a panel (or of a tab) makes and hands down to every component in it, so that two of a kind can live side by side.
import { createContext, type Provider } from 'preact';
import { useContext } from 'preact/hooks';

/** @returns what provides the store, and the hook that reads it, which throws where none is provided */
export function handedDown<Store>(what: string): readonly [Provider<Store | undefined>, () => Store] {
  const context = createContext<Store | undefined>(undefined);
  const use = (): Store => {
    const store = useContext(context);
    if (store === undefined) throw new Error(`There is no ${what} around this component.`);
    return store;
  };
  return [context.Provider, use];
}
