import { useEffect, useRef } from 'react';

/**
 * Calls the handler for each pressed key while `active`, except with Ctrl, Alt or Meta, and except when somebody
 * types into a field. A handler that uses the key returns true, which keeps it from doing anything else.
 */
export function useKey(active: boolean, handler: (key: string) => boolean): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    if (!active) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      const target = event.target;
      if (target instanceof Element && target.closest('input, textarea, select, ion-select, ion-alert'))
        return;
      if (latest.current(event.key)) event.preventDefault();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [active]);
}
