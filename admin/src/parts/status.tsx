import { Badge, type MantineColor } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
} from '@tabler/icons-react';

export type Tone = 'good' | 'warning' | 'bad' | 'idle';

const looks: Record<Tone, { color: MantineColor; icon: Icon }> = {
  good: { color: 'green', icon: IconCircleCheck },
  warning: { color: 'yellow', icon: IconAlertTriangle },
  bad: { color: 'red', icon: IconCircleX },
  idle: { color: 'gray', icon: IconCircleDashed },
};

export interface StatusProps {
  readonly tone: Tone;
  readonly children: string;
  /** For whole sentences: they take several lines where there is no room for one. */
  readonly wraps?: boolean;
}

/** A state by colour, sign and word: none of the three is needed to understand it. */
export function Status({ tone, children, wraps = false }: StatusProps) {
  const { color, icon: Sign } = looks[tone];
  return (
    <Badge color={color} leftSection={<Sign size={13} aria-hidden />} size="md" {...(wraps ? wrapping : {})}>
      {children}
    </Badge>
  );
}

const wrapping = {
  miw: 0,
  h: 'auto',
  mih: 'var(--badge-height)',
  styles: { label: { whiteSpace: 'normal' } },
} as const;
