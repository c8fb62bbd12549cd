import type { English } from './en/index.ts'

/** The same keys with other words. */
export type Words<Part> = { readonly [Key in keyof Part]: Part[Key] extends string ? string : Words<Part[Key]> }

/** All texts of the console in one language, by area. English says which there are. */
export type Catalogue = Words<English>
