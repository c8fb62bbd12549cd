import type { Words } from '#web/i18n/catalogue.ts'
import type { session as english } from '#web/i18n/en/session.ts'

export const session: Words<typeof english> = {
  signIn: '登录',
  welcome: '登录 Muster',
  user: '用户名或邮箱',
  password: '密码',
  showPassword: '显示或隐藏密码',
  wrong: '用户名或密码不正确。',
  tooMany: '尝试次数过多，请稍后再试。',
  help: '服务器首次启动时会显示所有者的用户名和密码。成员会通过邮件或从所有者处获得链接。',
  again: '请重新登录',
  againHelp: '您的会话已结束。您的工作没有丢失：登录后即可在此继续。',
  another: '{other} 已登录',
  anotherHelp:
    '{other} 已在此浏览器的另一个标签页中登录。此页面属于 {user}：尚未发送的内容保留在此浏览器中，绝不会以他人的名义发送。重新登录即可在此继续；届时另一个标签页会要求 {other} 重新登录。',
  goOnAs: '离开此页面并以 {other} 的身份继续',
  invitation: '欢迎使用 Muster',
  invitationHelp: '请为 {user} 设置密码，至少 {least} 个字符。',
  invitationDone: '密码已设置，现在可以登录。',
  invitationDead: '此链接已失效。请向邀请您的人索取新链接。',
  repeat: '再次输入密码',
  different: '两次输入的密码不一致。',
  setPassword: '设置密码',
  oldPassword: '当前密码',
  newPassword: '新密码',
  changePassword: '修改密码',
  passwordChanged: '密码已修改，您的其他会话已结束。',
}
