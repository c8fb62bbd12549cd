import { Typography } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Loading } from './Loading.tsx'

/** Only pages with such a text fetch what reads it. It makes elements, never markup: nothing in a text can run. */
const ReactMarkdown = lazy(() => import('react-markdown'))

/** The page fetches nothing from elsewhere, so a picture becomes the way to it. */
const components = {
  img: ({ alt, src }: { alt?: string; src?: string }) => (
    <a href={src} rel="noreferrer">
      {alt || src}
    </a>
  ),
}

export function Markdown({ text }: { text: string }) {
  return (
    <Typography>
      <Suspense fallback={<Loading />}>
        <ReactMarkdown components={components}>{text}</ReactMarkdown>
      </Suspense>
    </Typography>
  )
}
