import type { Words } from '#web/i18n/catalogue.ts'
import type { sync as english } from '#web/i18n/en/sync.ts'

export const sync: Words<typeof english> = {
  title: '同步',
  about: '使数据集与其输入文件夹 {path} 保持一致。',
  start: '同步',
  what: '将读取输入文件夹 {path} 及其子文件夹。',
  adds: '新文件会成为样本；若数据集创建时带有标签文件，则一并读取旁边的标签。',
  removes: '文件已消失的样本会连同其标注和团队任务中的条目一并删除。此操作无法撤销。',
  keeps:
    '其他所有样本都会保留，即使文件内容已更改。随文件导入的标注会随较新的标注文件更新；人工标注保持不变。如果文件夹为空，则不会删除任何内容。',
  holds: '{count, plural, other {数据集目前有 # 个样本。}}',
  never: '尚未同步。',
  counts: {
    added: '{count, plural, other {新增 # 个样本}}',
    deleted: '{count, plural, other {删除 # 个}}',
    contentChanged: '{count, plural, other {# 个内容已更改}}',
    relabelled: '{count, plural, other {# 个采用了更新的标签}}',
    failed: '{count, plural, other {# 个未采用}}',
  },
  nothing: '没有变化。',
}
