import { FileFault, type ReadFiles } from '#core/formats/files.ts'

/** One on each line; the index of a name is its line, from 0 (formats 6). */
export async function readNames(files: ReadFiles, path: string): Promise<Map<number, string>> {
  const names = new Map<number, string>()
  for await (const found of files.lines(path)) {
    if ('problem' in found) throw new FileFault(path, found.problem, found.line)
    names.set(found.line - 1, found.text)
  }
  return names
}
