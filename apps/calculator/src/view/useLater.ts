import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { afterPaint } from "../state/yieldToMain.ts";

/**
 * What a signal held a frame ago: a part that takes long to draw follows once the figures are painted. It is drawn at
 * once the first time.
 */
export function useLater<Value>(source: ReadonlySignal<Value>): Value {
  const later = useSignal(source.peek());
  useEffect(() => {
    let isGone = false;
    const follow = async (): Promise<void> => {
      await afterPaint();
      if (!isGone) later.value = source.peek();
    };
    const stop = source.subscribe((value) => {
      if (value !== later.peek()) void follow();
    });
    return () => {
      isGone = true;
      stop();
    };
  }, [source]);
  return later.value;
}
