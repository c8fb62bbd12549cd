import type { Catalogue } from '#web/i18n/catalogue.ts'
import { acceptance } from './acceptance.ts'
import { cards } from './cards.ts'
import { create } from './create.ts'
import { dataTasks } from './data-tasks.ts'
import { datasets } from './datasets.ts'
import { errors } from './errors.ts'
import { exports } from './exports.ts'
import { formats } from './formats.ts'
import { hard } from './hard.ts'
import { image } from './image.ts'
import { imports } from './imports.ts'
import { keys } from './keys.ts'
import { labels } from './labels.ts'
import { overview } from './overview.ts'
import { review } from './review.ts'
import { samples } from './samples.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { sync } from './sync.ts'
import { tasks } from './tasks.ts'
import { teams } from './teams.ts'
import { text } from './text.ts'
import { versions } from './versions.ts'
import { work } from './work.ts'
import { workbench } from './workbench.ts'

const catalogue: Catalogue = {
  acceptance,
  cards,
  create,
  dataTasks,
  datasets,
  errors,
  exports,
  formats,
  hard,
  image,
  imports,
  keys,
  labels,
  overview,
  review,
  samples,
  session,
  settings,
  shell,
  sync,
  tasks,
  teams,
  text,
  versions,
  work,
  workbench,
}
export default catalogue
