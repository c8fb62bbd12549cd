import type { Words } from '#web/i18n/catalogue.ts'
import type { cards as english } from '#web/i18n/en/cards.ts'

export const cards: Words<typeof english> = {
  view: '列表的显示方式',
  one: '逐个',
  cards: '卡片',
  feed: '文本',
  ready: '待提交',
  open: '打开',
  noLabels: '尚无标签',
  emptied: '没有标签就会留在这里。如果没有可标注的内容，请打开它来说明。',
  more: '显示更多',
  less: '收起',
  tooLong: '打开后可阅读其余内容。',
  decide: '做出选择',
  refused: '未被接受：{reason}',
  refusedCount: '{count, plural, other {# 张卡片未被接受。原因写在卡片上。}}',
  submit: '{count, plural, =0 {提交} other {提交 # 个}}',
  range: '{first, number}–{last, number}，共 {total}',
  nextPage: '下一页',
  previousPage: '上一页',
  help: '有新标签的卡片会一起提交。原有的标签按 Enter 确认后会一并提交。',
}
