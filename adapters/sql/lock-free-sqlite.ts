import { type QueryCompiler, type SelectModifierNode, SqliteDialect, SqliteQueryCompiler } from 'kysely'

/** SQLite has one writer at a time: a query that locks its rows needs no lock there, and the words are left out. */
class LockFreeCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (!node.modifier?.startsWith('For')) super.visitSelectModifier(node)
  }
}

export class LockFreeSqlite extends SqliteDialect {
  override createQueryCompiler(): QueryCompiler {
    return new LockFreeCompiler()
  }
}
