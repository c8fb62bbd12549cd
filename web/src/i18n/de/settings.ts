import type { Words } from '#web/i18n/catalogue.ts'
import type { settings as english } from '#web/i18n/en/settings.ts'

export const settings: Words<typeof english> = {
  looks: 'Sprache und Darstellung',
  passwordHelp: 'Mindestens {least} Zeichen.',
  passwordErrors: {
    '4122': 'Das bisherige Passwort stimmt nicht.',
    '4128': 'Das neue Passwort ist zu kurz oder zu verbreitet. Wählen Sie ein längeres.',
  },
}
