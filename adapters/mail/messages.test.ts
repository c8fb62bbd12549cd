import { describe, expect, test } from 'vitest'
import { LOCALES } from '#contract/codes.ts'
import { rejectionMail, reminderMail, type TaskFacts, taskStartedMail, taskToAssignMail } from './messages.ts'

const facts: TaskFacts = {
  locale: 'en-us',
  taskName: 'Count cats',
  datasetName: 'zoo',
  link: 'https://muster.example/tasks/t1?a=1&b=2',
}
const mails = (facts: TaskFacts) => ({
  started: taskStartedMail({ ...facts, entryCount: 4711 }),
  toAssign: taskToAssignMail(facts),
  reminder: reminderMail({ ...facts, openCount: 31, rejectedCount: 17 }),
  rejected: rejectionMail({ ...facts, rejectedCount: 17 }),
})
const kinds = Object.keys(mails(facts)) as (keyof ReturnType<typeof mails>)[]

describe.each(LOCALES)('in %s', (locale) => {
  const written = mails({ ...facts, locale })

  test.each(kinds)('the mail "%s" names task, dataset and link in both parts', (kind) => {
    const { subject, text, html } = written[kind]
    expect(subject).toContain('Count cats')
    for (const part of [text, html]) {
      expect(part).toContain('Count cats')
      expect(part).toContain('zoo')
    }
    expect(text).toContain(facts.link)
    expect(html).toContain('href="https://muster.example/tasks/t1?a=1&amp;b=2"')
  })

  test('each mail carries its counts', () => {
    for (const part of [written.started.text, written.started.html]) expect(part).toContain('4711')
    for (const part of [written.reminder.text, written.reminder.html]) expect(part).toMatch(/31.*17/s)
    for (const part of [written.rejected.text, written.rejected.html]) expect(part).toContain('17')
  })

  test('the invitation is there for those who need it only, in every mail, and before the task', () => {
    const invited = mails({ ...facts, locale, invitationLink: 'https://muster.example/invitations/k"e\'y' })
    for (const kind of kinds) {
      expect(invited[kind].text).toMatch(/invitations\/k"e'y.*tasks\/t1/s)
      expect(invited[kind].html).toContain('href="https://muster.example/invitations/k&quot;e&#39;y"')
      expect(written[kind].text).not.toContain('invitations')
    }
  })

  test.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</p><a href="https://evil.example">',
    '&lt;b&gt;',
    '{{alert(1)}}',
  ])('the name %s is text and never markup', (name) => {
    const plain = mails({ ...facts, locale })
    for (const kind of kinds) {
      const { html } = mails({ ...facts, locale, taskName: name, datasetName: name })[kind]
      expect(html.match(/<[^>]*>/g)).toEqual(plain[kind].html.match(/<[^>]*>/g))
      expect(html).not.toContain("'")
    }
  })

  test('a name with line ends stays on its line', () => {
    const name = 'Cats\r\n\r\nYour password has expired:\u2028https://evil.example'
    for (const kind of kinds) {
      const { subject, text } = mails({ ...facts, locale, taskName: name })[kind]
      expect(subject).toContain('Cats Your password has expired: https://evil.example')
      expect(text.split('\n')).toHaveLength(written[kind].text.split('\n').length)
    }
  })
})

test('one entry is not several', () => {
  expect(taskStartedMail({ ...facts, entryCount: 1 }).text).toContain('1 entry.')
  expect(taskStartedMail({ ...facts, entryCount: 0 }).text).toContain('0 entries.')
})

test('the whole of a mail', () => {
  expect(taskStartedMail({ ...facts, entryCount: 2, invitationLink: 'https://muster.example/i/1' })).toEqual({
    subject: 'Labelling task: Count cats',
    text: [
      'The team task "Count cats" of the dataset "zoo" has begun.',
      'It holds 2 entries.',
      'You have no password yet. Set one first; this link works once: https://muster.example/i/1',
      'Open the task: https://muster.example/tasks/t1?a=1&b=2\n',
    ].join('\n\n'),
    html: `<!doctype html>
<html lang="en-US"><meta charset="utf-8"><body>
<p>The team task &quot;Count cats&quot; of the dataset &quot;zoo&quot; has begun.</p>
<p>It holds 2 entries.</p>
<p><a href="https://muster.example/i/1">You have no password yet. Set one first; this link works once</a></p>
<p><a href="https://muster.example/tasks/t1?a=1&amp;b=2">Open the task</a></p>
</body></html>
`,
  })
})
