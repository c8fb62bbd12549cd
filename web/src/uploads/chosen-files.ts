/** A file, and where it goes: `/bucket/folder/name`. */
export type Parcel = { file: File; path: string }

/** Paths of files that came in a folder which was dropped: the browser tells them only then. */
const dropped = new WeakMap<File, string>()

/** With its folders, where a folder was chosen. */
export function nameOf(file: File): string {
  return dropped.get(file) ?? (file.webkitRelativePath || file.name)
}

/** What is dropped, with all that lies in the folders among it. */
export async function readDropped(items: DataTransferItemList): Promise<File[]> {
  // After the first wait the browser has emptied the list.
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const lists = await Promise.all(entries.map(readEntry))
  return lists.flat()
}

async function readEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((found, failed) => (entry as FileSystemFileEntry).file(found, failed))
    dropped.set(file, entry.fullPath.replace(/^\//, ''))
    return [file]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const files: File[] = []
  for (;;) {
    // A folder is told in parts, the last of which is empty.
    const part = await new Promise<FileSystemEntry[]>((found, failed) => reader.readEntries(found, failed))
    if (part.length === 0) return files
    for (const one of part) files.push(...(await readEntry(one)))
  }
}

/** What the programs of a computer leave in folders, and nobody sees. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || /^(?:Thumbs\.db|desktop\.ini|__MACOSX)$/i.test(part))
}

/** The folder that all the files lie in, as `photos`; empty where they have none in common. */
export function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths.map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : ''))
  return others.every((folder) => folder === first) ? first : ''
}

/** What an import of such files is called in the store: by their folder, by the only file, or by the time in minutes. */
export function importNameOf(paths: readonly string[], time: Date): string {
  const folder = commonFolder(paths)
  if (folder !== '') return folder
  if (paths.length === 1) return paths[0]!.replace(/\.[^.]*$/, '')
  return `import-${time.toISOString().slice(0, 16).replace(/\D/g, '')}`
}

/** Where files go below a folder of the store; the folder that they have in common is not made there anew. */
export function parcelsOf(files: readonly File[], folder: string): Parcel[] {
  const common = commonFolder(files.map(nameOf))
  const start = common === '' ? 0 : common.length + 1
  return files.map((file) => ({ file, path: `${folder}${nameOf(file).slice(start)}` }))
}
