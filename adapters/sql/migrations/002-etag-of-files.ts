/** What the store calls the bytes of a sample's file; null where it has no word for them, or was not asked yet. */
export const etagOfFiles = 'alter table sample add column sample_etag text'
