import type { Locale } from '#contract/codes.ts'
import { escapeHtml } from '#core/text/escape-html.ts'
import { oneLine } from './one-line.ts'

/** What a mail says; who gets it is the sender's matter. */
export type MailText = { subject: string; text: string; html: string }

/**
 * What every mail of a team task tells (behaviour 6.3). Names come from users: they are cut down to one line, and escaped
 * in the HTML part. Links are addresses of this server. No mail carries a password, only a link that works once (D5).
 */
export type TaskFacts = {
  locale: Locale
  taskName: string
  datasetName: string
  link: string
  /** For a member who has no password yet: without it the other link leads nowhere. */
  invitationLink?: string | undefined
}

/** The task has begun and holds unlabelled entries. */
export function taskStartedMail(facts: TaskFacts & { entryCount: number }): MailText {
  const { entryCount } = facts
  const words = {
    'en-us': {
      subject: `Labelling task: ${task(facts)}`,
      body: [
        `The team task "${task(facts)}" of the dataset "${dataset(facts)}" has begun.`,
        `It holds ${counted(entryCount, 'entry', 'entries')}.`,
      ],
      link: 'Open the task',
    },
    'zh-cn': {
      subject: `标注任务：${task(facts)}`,
      body: [`数据集“${dataset(facts)}”的团队标注任务“${task(facts)}”已启动。`, `共有 ${entryCount} 个样本。`],
      link: '打开任务',
    },
  }[facts.locale]
  return compose(facts, words)
}

/** A task waits for its manager to say who labels what. */
export function taskToAssignMail(facts: TaskFacts): MailText {
  const words = {
    'en-us': {
      subject: `Task to assign: ${task(facts)}`,
      body: [`You manage the team task "${task(facts)}" of the dataset "${dataset(facts)}". Please assign it.`],
      link: 'Assign the task',
    },
    'zh-cn': {
      subject: `待分配任务：${task(facts)}`,
      body: [`您是数据集“${dataset(facts)}”的团队标注任务“${task(facts)}”的管理员，请分配该任务。`],
      link: '分配任务',
    },
  }[facts.locale]
  return compose(facts, words)
}

/** Somebody pressed "notify". Open entries are those not labelled yet; the rejected are not among them. */
export function reminderMail(facts: TaskFacts & { openCount: number; rejectedCount: number }): MailText {
  const { openCount, rejectedCount } = facts
  const words = {
    'en-us': {
      subject: `Reminder: ${task(facts)}`,
      body: [
        `The team task "${task(facts)}" of the dataset "${dataset(facts)}" waits for you.`,
        `Open: ${counted(openCount, 'entry', 'entries')}. Rejected: ${counted(rejectedCount, 'entry', 'entries')}.`,
      ],
      link: 'Open the task',
    },
    'zh-cn': {
      subject: `提醒：${task(facts)}`,
      body: [
        `数据集“${dataset(facts)}”的团队标注任务“${task(facts)}”等待您处理。`,
        `未完成：${openCount} 个样本。被驳回：${rejectedCount} 个样本。`,
      ],
      link: '打开任务',
    },
  }[facts.locale]
  return compose(facts, words)
}

/** One digest to a labeler whose entries reviews or an acceptance sent back (D42). */
export function rejectionMail(facts: TaskFacts & { rejectedCount: number }): MailText {
  const { rejectedCount } = facts
  const words = {
    'en-us': {
      subject: `Rejected: ${counted(rejectedCount, 'entry', 'entries')} of ${task(facts)}`,
      body: [
        `In the team task "${task(facts)}" of the dataset "${dataset(facts)}" ` +
          `${counted(rejectedCount, 'entry was', 'entries were')} sent back to you. Each shows the reason.`,
      ],
      link: 'Open the task',
    },
    'zh-cn': {
      subject: `被驳回：${task(facts)} 的 ${rejectedCount} 个样本`,
      body: [
        `数据集“${dataset(facts)}”的团队标注任务“${task(facts)}”` +
          `有 ${rejectedCount} 个样本被驳回，请查看原因并重新标注。`,
      ],
      link: '打开任务',
    },
  }[facts.locale]
  return compose(facts, words)
}

const invitationWords: Record<Locale, string> = {
  'en-us': 'You have no password yet. Set one first; this link works once',
  'zh-cn': '您还没有密码，请先设置密码（此链接仅可使用一次）',
}

function compose(facts: TaskFacts, words: { subject: string; body: string[]; link: string }): MailText {
  const { locale, link, invitationLink } = facts
  const { subject, body } = words
  const links: [words: string, address: string][] = [[words.link, link]]
  if (invitationLink !== undefined) links.unshift([invitationWords[locale], invitationLink])
  const colon = locale === 'zh-cn' ? '：' : ': '
  const text = [...body, ...links.map(([words, address]) => `${words}${colon}${address}`)].join('\n\n')
  const paragraphs = [
    ...body.map(escapeHtml),
    ...links.map(([words, address]) => `<a href="${escapeHtml(address)}">${escapeHtml(words)}</a>`),
  ]
  const html = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')
  const language = locale === 'zh-cn' ? 'zh-CN' : 'en-US'
  return {
    subject,
    text: `${text}\n`,
    html: `<!doctype html>\n<html lang="${language}"><meta charset="utf-8"><body>\n${html}\n</body></html>\n`,
  }
}

const task = (facts: TaskFacts) => oneLine(facts.taskName)
const dataset = (facts: TaskFacts) => oneLine(facts.datasetName)

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
