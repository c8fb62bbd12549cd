/** `a/b/c.jpg` → `a/b/`. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** `a/b/c.jpg` → `c.jpg`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** `a/b.c.jpg` → `a/b.c` and `.jpg`. */
export function splitEnding(path: string): [stem: string, ending: string] {
  const dot = path.lastIndexOf('.')
  return dot > path.lastIndexOf('/') + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, '']
}

/** `a/b.c.jpg` → `a/b.c`. */
export function withoutEnding(path: string): string {
  return splitEnding(path)[0]
}

/**
 * `/bucket/a.jpg` → `bucket/a.jpg`: where a file from elsewhere in the store may stand in a tree. Below a folder of the tree
 * stands what stood below it already, so that a tree read and written again is the same.
 */
export function belowRoot(path: string, folder = ''): string {
  const below = path.startsWith('/') ? path.slice(1) : path
  return path.startsWith(folder) ? below.slice(folder.length) : below
}
