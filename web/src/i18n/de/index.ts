import type { Catalogue } from '#web/i18n/catalogue.ts'
import { datasets } from './datasets.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'

const catalogue: Catalogue = { datasets, session, shell }
export default catalogue
