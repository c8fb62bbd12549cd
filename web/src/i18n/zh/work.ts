import type { Words } from '#web/i18n/catalogue.ts'
import type { work as english } from '#web/i18n/en/work.ts'

export const work: Words<typeof english> = {
  title: '我参与的任务',
  none: '暂时没有您的工作',
  noneHelp: '一旦有任务分配给您，就会显示在这里。',
  label: '标注',
  review: '审核',
  toDo: '{count, plural, =0 {没有待办} other {# 个待标注}}',
  toReview: '{count, plural, =0 {没有待审核} other {# 个待审核}}',
  rejected: '{count, plural, other {# 个被驳回}}',
  progress: '已完成 {done, number} / {total, number}',
  role: '您在此任务中是{role, select, 0 {标注员} 1 {审核员} 2 {团队管理员} other {成员}}。',
  look: '查看条目',
}
