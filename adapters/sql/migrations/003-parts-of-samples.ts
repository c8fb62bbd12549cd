/** Samples that were cut from others, such as key frames of videos: they are counted by themselves. */
export const partsOfSamples = 'alter table sample add column is_part integer not null default 0'
