import { DocumentPairs } from '#core/formats/document-pairs.ts'
import type { ReadFiles } from '#core/formats/files.ts'
import { folderOf } from '#core/formats/paths.ts'

const ending = '.xml'

/**
 * Annotations that are not called as their pictures are with `.xml` behind: in folders of their own, as `Annotations/x.xml` for
 * `images/x.jpg`, or with their ending in capitals. A tree in which every picture has its
 * annotation beside it is not gone through again, and names are kept only of trees with such folders.
 */
export class AnnotationsApart {
  readonly #files: ReadFiles
  readonly #isSample: (path: string) => boolean
  #pairs: Promise<DocumentPairs | undefined> | undefined
  /** Where the last picture was. */
  #folder: string | undefined

  constructor(files: ReadFiles, isSample: (path: string) => boolean) {
    this.#files = files
    this.#isSample = isSample
  }

  /** Of a picture that has none beside it. */
  async annotationOf(picture: string): Promise<string | undefined> {
    return (await this.#read())?.documentOf(picture)
  }

  /** Asked of all other files in turn: whether one is an annotation that goes with no picture. */
  async isAlone(path: string): Promise<boolean> {
    if (!isAnnotation(path) || folderOf(path) === this.#folder) return false
    return (await this.#read())?.isAlone(path) ?? false
  }

  /** The folder of a picture that is read. */
  pass(picture: string): void {
    this.#folder = folderOf(picture)
  }

  #read(): Promise<DocumentPairs | undefined> {
    this.#pairs ??= this.#find()
    return this.#pairs
  }

  async #find(): Promise<DocumentPairs | undefined> {
    let folder: string | undefined
    for await (const { path } of this.#files.list()) {
      if (this.#isSample(path)) folder = folderOf(path)
      else if (isAnnotation(path) && (folderOf(path) !== folder || !path.endsWith(ending))) {
        return DocumentPairs.read(this.#files, { isSample: this.#isSample, ending })
      }
    }
    return undefined
  }
}

function isAnnotation(path: string): boolean {
  return path.toLowerCase().endsWith(ending)
}
