import { sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'
import { firstSchema } from './migrations/001-first-schema.ts'
import { etagOfFiles } from './migrations/002-etag-of-files.ts'
import { partsOfSamples } from './migrations/003-parts-of-samples.ts'

/** What a migration needs to know of the engine it runs on. */
export type Engine = 'sqlite' | 'postgres'

type Words = { key: string; auto: string; clustered: string; sorted: string; digest: string }
const WORDS_OF_SQLITE: Words = {
  key: 'integer',
  auto: 'integer primary key',
  clustered: 'without rowid',
  sorted: 'text',
  digest: '',
}
const WORDS_OF_POSTGRES: Words = {
  key: 'bigint',
  auto: 'bigint generated always as identity primary key',
  clustered: '',
  sorted: 'text collate "C"',
  digest: 'md5',
}

/** All migrations, forward only, in the order of their names. A released one never changes again. */
const migrationTexts: Record<string, string> = {
  '001-first-schema': firstSchema,
  '002-etag-of-files': etagOfFiles,
  '003-parts-of-samples': partsOfSamples,
}

/**
 * Turns the texts into Kysely migrations. Five words in a text differ between the engines: `{key}` is the type of a
 * 64-bit number that is a primary key, `{auto}` one that the engine counts up, `{clustered}` keeps a table whose rows are
 * little more than their key in one tree on SQLite, `{sorted}` is a text by whose bytes lists are sorted, whatever the
 * language of the database, `{digest}(…)` a text that may be too long for an index of PostgreSQL.
 */
export function migrationsFor(engine: Engine): MigrationProvider {
  const words = engine === 'sqlite' ? WORDS_OF_SQLITE : WORDS_OF_POSTGRES
  const migrations: Record<string, Migration> = {}
  for (const [name, text] of Object.entries(migrationTexts)) {
    const statements = text
      .replace(/\{(key|auto|clustered|sorted|digest)\}/g, (_, word: keyof Words) => words[word])
      .split(';')
    migrations[name] = {
      async up(db) {
        // Building an index may take longer than any statement of a call.
        if (engine === 'postgres') await sql`set local statement_timeout = 0`.execute(db)
        for (const statement of statements) if (statement.trim()) await sql.raw(statement).execute(db)
      },
    }
  }
  return { getMigrations: async () => migrations }
}
