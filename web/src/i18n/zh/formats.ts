import type { Words } from '#web/i18n/catalogue.ts'
import type { formats as english } from '#web/i18n/en/formats.ts'

export const formats: Words<typeof english> = {
  files: '仅文件',
  manifest: 'Manifest 清单',
  'modelarts-voc': '文件旁的 Pascal VOC（.xml）',
  voc: '带目录结构的 Pascal VOC',
  coco: 'COCO（.json）',
  yolo: 'YOLO（Darknet）',
  ultralytics: 'YOLO（Ultralytics）',
  folders: '每个标签一个文件夹',
  'label-texts': '文件旁的 .txt 标签',
  metadata: '文件列表（metadata.csv、.jsonl）',
  'text-lines': '带标签的文本行',
  fasttext: 'fastText',
  jsonl: 'JSON 行',
  conll: 'CoNLL',
  'label-studio': 'Label Studio（.json）',
  cvat: 'CVAT（.xml）',
  labelme: 'LabelMe（.json）',
  masks: '掩膜（.png）',
  srt: 'SubRip（.srt）',
  vtt: 'WebVTT（.vtt）',
  rttm: 'RTTM',
  'asr-jsonl': '语音 JSON 行',
}
