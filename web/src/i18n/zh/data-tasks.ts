import type { Words } from '#web/i18n/catalogue.ts'
import type { dataTasks as english } from '#web/i18n/en/data-tasks.ts'

export const dataTasks: Words<typeof english> = {
  states: {
    QUEUING: '等待中',
    STARTING: '正在启动',
    INIT: '等待中',
    RUNNING: '进行中',
    COMPLETED: '已完成',
    SUCCESSED: '已完成',
    FAILED: '失败',
    NOT_EXIST: '已不存在',
  },
  progress: '进度',
  soFar: '{count, plural, other {已读取 # 个样本}}',
  ofAbout: '约 {total, number} 个样本中的 {done, number} 个',
  speed: '每秒 {rate, number} 个',
  elapsed: '用时 {time}',
  problems: '{count, plural, other {# 个问题}}',
  showProblems: '{count, plural, other {显示 # 个问题}}',
  hideProblems: '隐藏问题',
  file: '文件',
  line: '行',
  reason: '原因',
  kind: '类型',
  kinds: { failed: '未采用', skipped: '已跳过', changed: '有变化' },
  firstOnly: '此处仅显示前 {count, number} 条；下载的文件最多包含 10,000 条。',
  asCsv: '下载 CSV',
  noProblems: '没有问题。',
  earlier: '以往运行的分页',
}
