/**
 * Keys of ours that several formats know: under them stands, in the property of a label or beside the metadata of a sample,
 * what a file has no other place for.
 */

/** Of a sample or of a label. */
export const idKey = '@muster:id'
export const usageKey = '@muster:usage'
/** Milliseconds of a sound. */
export const durationKey = '@muster:duration'
export const annotatorKey = '@muster:annotated_by'
export const timeKey = '@muster:creation_time'
/** The pixels of a label whose polygon is their outline. */
export const maskKey = '@muster:mask'
/** Labels that are one object have it in common. */
export const groupKey = '@muster:group'
/** The number of an object through many pictures. */
export const trackKey = '@muster:track'
/** The shape of a label where the file draws it as another. */
export const shapeKey = '@muster:shape'
