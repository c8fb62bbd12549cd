import type { Words } from '#web/i18n/catalogue.ts'
import type { settings as english } from '#web/i18n/en/settings.ts'

export const settings: Words<typeof english> = {
  looks: '语言和外观',
  sessions: '已登录的位置',
  sessionsHelp: '结束您不认识或不再需要的会话。之后必须输入密码才能继续使用。',
  browser: '浏览器',
  browserOn: '{system} 上的 {browser}',
  unknownBrowser: '未知浏览器',
  signedIn: '登录时间',
  lastUse: '最近使用',
  thisSession: '当前会话',
  endSession: '结束',
  endSessionOf: '结束 {name} 中的会话',
  endOthers: '结束所有其他会话',
  passwordHelp: '至少 {least} 个字符。',
  passwordErrors: {
    '4122': '当前密码不正确。',
    '4128': '新密码太短或太常见，请设置更长的密码。',
  },
}
