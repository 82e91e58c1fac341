import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Ionic does not say that its modules only define things: without this, every component is in the first load. */
const definesOnly = /@ionic[\\/](core[\\/]components|react)[\\/]|ionicons[\\/](icons|components)[\\/]/;

export default defineConfig({
  plugins: [react()],
  base: './',
  resolve: { conditions: ['@tandem/source', 'module', 'browser', 'development|production'] },
  build: {
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => id.endsWith('.css') || !definesOnly.test(id) },
    },
  },
});
