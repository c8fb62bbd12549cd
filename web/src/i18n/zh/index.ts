import type { Catalogue } from '#web/i18n/catalogue.ts'
import { acceptance } from './acceptance.ts'
import { create } from './create.ts'
import { datasets } from './datasets.ts'
import { keys } from './keys.ts'
import { labels } from './labels.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'
import { tasks } from './tasks.ts'
import { teams } from './teams.ts'
import { work } from './work.ts'
import { workbench } from './workbench.ts'

const catalogue: Catalogue = {
  acceptance,
  create,
  datasets,
  keys,
  labels,
  session,
  shell,
  tasks,
  teams,
  work,
  workbench,
}
export default catalogue
