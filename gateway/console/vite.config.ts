import { defineConfig } from 'vite';

/** The server puts the nonce of each response in place of `__NONCE__`. */
export default defineConfig({
  base: '/console/',
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 4000,
    // The editor's packages say 'use client', which means something to a server of React only.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
