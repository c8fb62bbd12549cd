import type { Catalogue } from '#web/i18n/catalogue.ts'
import { acceptance } from './acceptance.ts'
import { create } from './create.ts'
import { datasets } from './datasets.ts'
import { hard } from './hard.ts'
import { keys } from './keys.ts'
import { labels } from './labels.ts'
import { overview } from './overview.ts'
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
  hard,
  keys,
  labels,
  overview,
  session,
  shell,
  tasks,
  teams,
  work,
  workbench,
}
export default catalogue
