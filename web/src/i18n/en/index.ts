import { datasets } from './datasets.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'

export const english = { datasets, session, shell }
export default english
