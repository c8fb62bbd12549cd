import type { Words } from '#web/i18n/catalogue.ts'
import type { formats as english } from '#web/i18n/en/formats.ts'

export const formats: Words<typeof english> = {
  files: 'Nur Dateien',
  manifest: 'Manifest',
  'modelarts-voc': 'Pascal VOC neben den Dateien (.xml)',
  voc: 'Pascal VOC mit seinen Ordnern',
  coco: 'COCO (.json)',
  yolo: 'YOLO (Darknet)',
  ultralytics: 'YOLO (Ultralytics)',
  folders: 'Ein Ordner je Label',
  'label-texts': 'Labels in .txt neben den Dateien',
  metadata: 'Dateiliste (metadata.csv, .jsonl)',
  'text-lines': 'Textzeilen mit Labels',
  fasttext: 'fastText',
  jsonl: 'JSON-Zeilen',
  conll: 'CoNLL',
  'label-studio': 'Label Studio (.json)',
  cvat: 'CVAT (.xml)',
  labelme: 'LabelMe (.json)',
  masks: 'Masken (.png)',
  srt: 'SubRip (.srt)',
  vtt: 'WebVTT (.vtt)',
  rttm: 'RTTM',
  'asr-jsonl': 'Sprache in JSON-Zeilen',
}
