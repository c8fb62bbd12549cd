import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './main.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queries } from './data/queries.ts'
import { startI18n } from './i18n/i18n.ts'
import { keepFocus } from './keys/keep-focus.ts'
import { router } from './router.tsx'
import { theme } from './theme.ts'

// Styles that the library writes into the page carry the nonce of this answer (content security policy).
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
// Where the lock of the page behind a dialog looks for it.
Object.assign(globalThis, { __webpack_nonce__: nonce })

keepFocus()
await startI18n()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce ?? ''}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
