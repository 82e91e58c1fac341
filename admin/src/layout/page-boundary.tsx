import { Alert, Button, Group, Text } from '@mantine/core';
import { pageIsServed } from '@tandem/api-client';
import { Component, type ReactNode, useState } from 'react';
import { useText } from '../text/use-text.ts';

interface PageBoundaryState {
  readonly failed: boolean;
}

/** Keeps the rest of the console when a page cannot be loaded or shown. Give it a key that changes with the page. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, PageBoundaryState> {
  override state: PageBoundaryState = { failed: false };

  static getDerivedStateFromError(): PageBoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <MissingPage /> : this.props.children;
  }
}

function MissingPage() {
  const { shared, layout } = useText();
  const [state, setState] = useState<'told' | 'trying' | 'unreachable'>('told');
  const reload = async () => {
    setState('trying');
    if (await pageIsServed(location.pathname)) location.reload();
    else setState('unreachable');
  };
  return (
    <Alert color="red" role="alert" title={layout.pageMissing}>
      <Group justify="space-between">
        <Text size="sm">{state === 'unreachable' ? layout.serverAway : layout.pageMissingWhy}</Text>
        <Button
          size="xs"
          variant="light"
          color="red"
          loading={state === 'trying'}
          onClick={() => void reload()}
        >
          {shared.tryAgain}
        </Button>
      </Group>
    </Alert>
  );
}
