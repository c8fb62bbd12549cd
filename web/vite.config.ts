import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console: `web/dist` is what the server hands out. With `npm run dev` MUSTER_API says where the API answers. */
const api = process.env.MUSTER_API ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { target: 'es2024', outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0 },
  server: { host: '127.0.0.1', proxy: Object.fromEntries(['/v2', '/v3', '/muster'].map((path) => [path, api])) },
})
