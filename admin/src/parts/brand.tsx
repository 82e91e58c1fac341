/** Two phones that share one line. */
export function Brand({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <rect width="48" height="48" rx="14" fill="var(--mantine-primary-color-filled)" />
      <circle cx="19" cy="24" r="9.5" fill="none" stroke="#fff" strokeWidth="4" />
      <circle cx="29" cy="24" r="9.5" fill="none" stroke="#fff" strokeWidth="4" opacity=".62" />
    </svg>
  );
}
