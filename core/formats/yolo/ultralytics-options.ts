import { DatasetType } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { YoloTask } from './yolo-rows.ts'

const tasks: readonly YoloTask[] = ['detect', 'segment', 'oriented']

/** What the rows of a dataset draw; undefined: each row tells by its numbers. */
export type UltralyticsOptions = { task: YoloTask | undefined }

/** Reads `yolo_task`. E4396 for another value. */
export function readUltralyticsOptions(options: { [option: string]: unknown }): UltralyticsOptions | Refusal {
  const { yolo_task: task } = options
  if (task === undefined || tasks.includes(task as YoloTask)) return { task: task as YoloTask | undefined }
  return errors.parameterInvalid.refusal(`muster.yolo_task must be one of ${tasks.join(', ')}.`)
}

/** What is written: outlines of segments, upright boxes of anything else, unless told otherwise. */
export function writtenTask(options: { dataset_type: DatasetType; [option: string]: unknown }): YoloTask {
  const read = readUltralyticsOptions(options)
  const usual = options.dataset_type === DatasetType.imageSegmentation ? 'segment' : 'detect'
  return 'task' in read ? (read.task ?? usual) : usual
}
