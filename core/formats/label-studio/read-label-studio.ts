import { readDocuments } from '#core/formats/documents.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import type { PictureFinder } from '#core/formats/find-picture.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import type { ReadItem } from '#core/formats/record.ts'
import { catchFault, faultOf } from '#core/formats/record-fault.ts'
import { readTask } from './read-task.ts'

/**
 * Reads every JSON document of the tree that is a list of tasks with `data`, or the one file of the options. One task is in
 * memory at a time.
 */
export async function* readLabelStudio(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  yield* readDocuments(files, options, {
    ending: /\.json$/i,
    read: (path, own, finder) => readOne(files, path, own, finder),
  })
}

/** Whether a document of JSON begins with a task that was labelled, or that its smaller export says to be so. */
export async function isLabelStudio(files: ReadFiles, path: string): Promise<boolean> {
  try {
    for await (const task of files.members(path, [])) {
      return (
        isSmaller(task) || (isTask(task) && [task.annotations, task.predictions, task.completions].some(Array.isArray))
      )
    }
  } catch (error) {
    faultOf(error)
  }
  return false
}

function isTask(task: unknown): task is JsonObject {
  return isObject(task) && isObject(task.data)
}

/** A task of JSON-MIN: what was labelled and the results beside each other, under names of controls that nobody knows. */
function isSmaller(task: unknown): boolean {
  return isObject(task) && !isObject(task.data) && 'annotation_id' in task && 'lead_time' in task
}

/** `index` counts the tasks of the document. */
async function* readOne(
  files: ReadFiles,
  path: string,
  options: ReadOptions,
  finder: PictureFinder,
): AsyncGenerator<ReadItem> {
  try {
    let [index, isList] = [-1, false]
    for await (const task of files.members(path, [])) {
      if (++index === 0) isList = isTask(task)
      if (index === 0 && isSmaller(task)) throw new FileFault(path, 'is JSON-MIN of Label Studio: export JSON instead')
      if (!isList) break
      if (index <= (options.after?.index ?? -1)) continue
      const place = { path, line: index + 1 }
      const item = await catchFault(() => readTask(files, task, place, { options, finder }))
      yield { cursor: { path, index }, ...item }
    }
    if (!isList && options.file !== undefined) throw new FileFault(path, 'is no list of tasks with data')
  } catch (error) {
    yield { cursor: { path }, fault: faultOf(error) }
  }
}
