import { type MouseEvent, useEffect, useRef } from 'react';

const holdMs = 600;

/** The handlers of a button that does one thing when it is pressed and another when it is held down. */
export function usePressOrHold(onPress: () => void, onHold: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const held = useRef(false);
  const release = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    onPointerDown: () => {
      release();
      held.current = false;
      timer.current = setTimeout(() => {
        held.current = true;
        onHold();
      }, holdMs);
    },
    onPointerUp: release,
    onPointerLeave: release,
    onPointerCancel: release,
    onContextMenu: (event: MouseEvent) => event.preventDefault(),
    onClick: (event: MouseEvent) => {
      // A keyboard's press has no pointer that could have been held.
      if (!held.current || event.detail === 0) onPress();
      held.current = false;
    },
  };
}
