import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { escapeHtml } from '#core/text/escape-html.ts'

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem; color: #222; }
label, input, button { display: block; font: inherit; }
input { width: 100%; box-sizing: border-box; padding: .5rem; margin: .25rem 0 1rem; border: 1px solid #767676; }
button { padding: .5rem 1.5rem; }
[role=alert] { color: #a00000; }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

type Extras = {
  form?: { alert: string | null; action: string }
  /** The page is asked for again after so many seconds. */
  reload?: number
}

/** A page of plain text with at most one form: no script, no file from elsewhere. Everything given is escaped. */
export function htmlPage(title: string, paragraphs: string[], { form, reload }: Extras = {}): string {
  const refresh = reload === undefined ? '' : `<meta http-equiv="refresh" content="${reload}">`
  const text = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${text}
${form ? passwordForm(form) : ''}
</main>
</body>
</html>
`
}

function passwordForm({ alert, action }: { alert: string | null; action: string }): string {
  const field = 'type="password" autocomplete="new-password" required'
  return `<form method="post" action="${escapeHtml(action)}">
${alert === null ? '' : `<p role="alert">${escapeHtml(alert)}</p>`}
<label for="password">Password</label><input id="password" name="password" ${field}>
<label for="repeat">Password once more</label><input id="repeat" name="repeat" ${field}>
<button>Set password</button>
</form>`
}

/** Sends a page; the address, which may hold a secret, goes to nobody else. */
export function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .send(page)
}
