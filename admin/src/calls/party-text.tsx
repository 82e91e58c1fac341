import { Text } from '@mantine/core';

export interface PartyTextProps {
  /** A name or an address, as long as whoever called or was called made it. */
  readonly children: string;
}

/** Who called or was called in a table, which one long name must not push apart. */
export function PartyText({ children }: PartyTextProps) {
  return (
    <Text span display="block" inherit truncate maw={240} title={children}>
      {children}
    </Text>
  );
}
