/** VOC's own flags and what an object has that does not say (formats 5): every object says them all. */
export const flags: ReadonlyMap<string, string> = new Map([
  ['pose', 'Unspecified'],
  ['truncated', '0'],
  ['occluded', '0'],
  ['difficult', '0'],
])

/** An attribute of the flags that are there only because they must be. */
export const fillerAttribute = 'muster'
export const filler = 'unsaid'

/** The id of the object that an object is a part of. */
export const partKey = '@muster:part_of'
