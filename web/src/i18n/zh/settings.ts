import type { Words } from '#web/i18n/catalogue.ts'
import type { settings as english } from '#web/i18n/en/settings.ts'

export const settings: Words<typeof english> = {
  looks: '语言和外观',
  passwordHelp: '至少 {least} 个字符。',
  passwordErrors: {
    '4122': '当前密码不正确。',
    '4128': '新密码太短或太常见，请设置更长的密码。',
  },
}
