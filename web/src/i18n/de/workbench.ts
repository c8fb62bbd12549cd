import type { Words } from '#web/i18n/catalogue.ts'
import type { workbench as english } from '#web/i18n/en/workbench.ts'

export const workbench: Words<typeof english> = {
  queuePanel: 'Liste der Beispiele',
  labelPanel: 'Label und Objekte',
}
