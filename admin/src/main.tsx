import { MantineProvider } from '@mantine/core';
import './mantine-styles.ts';
import './console.css';
import { ApiFailure } from '@tandem/api-client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { GuardedRouter } from './layout/guarded-router.tsx';
import { languageFor } from './text/languages.ts';
import { TextContext } from './text/use-text.ts';
import { readableColors, themeWith } from './theme.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only a server that cannot be reached may be there the next time.
      retry: (failures, error) => failures < 2 && error instanceof ApiFailure && error.status === 0,
      staleTime: 2_000,
    },
  },
});

const language = languageFor(navigator.languages);
const theme = themeWith(language.catalogue.shared.close);
document.documentElement.lang = language.tag;
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={readableColors} defaultColorScheme="auto">
        <TextContext value={language.catalogue}>
          <QueryClientProvider client={queries}>
            <GuardedRouter>
              <App />
            </GuardedRouter>
          </QueryClientProvider>
        </TextContext>
      </MantineProvider>
    </StrictMode>,
  );
}
