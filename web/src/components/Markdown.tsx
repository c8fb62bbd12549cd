import { Typography } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Loading } from './Loading.tsx'

/** Only pages with such a text fetch what reads it. It makes elements, never markup: nothing in a text can run. */
const ReactMarkdown = lazy(() => import('react-markdown'))

export function Markdown({ text }: { text: string }) {
  return (
    <Typography>
      <Suspense fallback={<Loading />}>
        <ReactMarkdown>{text}</ReactMarkdown>
      </Suspense>
    </Typography>
  )
}
