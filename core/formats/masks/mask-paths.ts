import { baseName, folderOf, withoutEnding } from '#core/formats/paths.ts'

/** Folders that hold masks and no pictures; the first is where they are written. */
export const maskFolder = 'SegmentationClass'
const maskFolders: readonly string[] = [maskFolder, 'segmentationClassRaw', 'masks']
const objectFolder = 'SegmentationObject'

/** Beside which masks have a folder of their own, the first is where pictures are written. */
export const pictureFolder = 'JPEGImages'
const pictureFolders: readonly string[] = [pictureFolder, 'images', 'imgs', 'img', 'image']

/** Whether a picture is a mask and no sample, by its path. */
export function isMaskPath(path: string): boolean {
  const folders = path.split('/').slice(0, -1)
  return folders.some(isMaskFolder) || /_mask\.png$/i.test(path)
}

const isMaskFolder = (name: string) => name === objectFolder || maskFolders.includes(name)

/** A path for a picture that would be taken for a mask. */
export function pathOfPicture(path: string): string {
  const parts = path.split('/')
  const folders = parts.slice(0, -1).map((name) => (isMaskFolder(name) ? `${name}-1` : name))
  return [...folders, parts.at(-1)!.replace(/_mask(?=\.png$)/i, '$&-1')].join('/')
}

/** Where the mask of a picture may lie, the likeliest first. */
export function masksOf(path: string): string[] {
  const folder = folderOf(path)
  const stem = baseName(withoutEnding(path))
  const parts = folder.split('/').slice(0, -1)
  const place = parts.findIndex((part) => pictureFolders.includes(part))
  const folders = maskFolders.flatMap((name) =>
    place < 0 ? [`${name}/${folder}`, `${folder}${name}/`] : [`${parts.with(place, name).join('/')}/`],
  )
  return [...new Set([`${folder}${stem}_mask.png`, ...folders.map((found) => `${found}${stem}.png`)])]
}
