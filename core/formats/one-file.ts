import type { OpenFile, WriteFiles } from './files.ts'

/** A file that grows with every record; without any it is there at the end and empty. */
export class OneFile {
  readonly #files: WriteFiles
  readonly #path: string
  #file: OpenFile | undefined

  constructor(files: WriteFiles, path: string) {
    this.#files = files
    this.#path = path
  }

  async write(text: string): Promise<void> {
    this.#file ??= await this.#files.open(this.#path)
    if (text !== '') await this.#file.write(text)
  }

  async close(): Promise<void> {
    await this.write('')
    await this.#file?.close()
  }
}
