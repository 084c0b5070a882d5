// The size of an element as a signal, for what must be drawn to measure.
import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface Measured<E> {
  readonly ref: RefObject<E | null>;
  readonly size: Signal<number>;
}

/** @param size where the width goes, in CSS pixels and without scroll bars */
export const useMeasuredWidth = <E extends HTMLElement>(size?: Signal<number>): Measured<E> =>
  useMeasured((element) => element.clientWidth, size);
export const useMeasuredHeight = <E extends HTMLElement>(size?: Signal<number>): Measured<E> =>
  useMeasured((element) => element.clientHeight, size);

function useMeasured<E extends HTMLElement>(of: (element: E) => number, size = useSignal(0)): Measured<E> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = () => {
      size.value = of(element);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, size };
}
