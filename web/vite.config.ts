import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console: `web/dist` is what the server hands out. With `npm run dev` MUSTER_API says where the API answers. */
const api = process.env.MUSTER_API ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Browsers that know light-dark() themselves: lowered, it would not follow the colour scheme people choose.
  build: {
    target: 'es2024',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
  },
  server: { host: '127.0.0.1', proxy: Object.fromEntries(['/v2', '/v3', '/muster'].map((path) => [path, api])) },
})
