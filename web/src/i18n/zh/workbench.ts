import type { Words } from '#web/i18n/catalogue.ts'
import type { workbench as english } from '#web/i18n/en/workbench.ts'

export const workbench: Words<typeof english> = {
  queuePanel: '样本列表',
  labelPanel: '标签与对象',
}
