import type { Words } from '#web/i18n/catalogue.ts'
import type { settings as english } from '#web/i18n/en/settings.ts'

export const settings: Words<typeof english> = {
  looks: 'Sprache und Darstellung',
  sessions: 'Wo Sie angemeldet sind',
  sessionsHelp: 'Beenden Sie, was Sie nicht kennen oder nicht mehr brauchen. Dort geht es nur mit dem Passwort weiter.',
  browser: 'Browser',
  browserOn: '{browser} unter {system}',
  unknownBrowser: 'Unbekannter Browser',
  signedIn: 'Angemeldet',
  lastUse: 'Zuletzt benutzt',
  thisSession: 'Diese',
  endSession: 'Beenden',
  endSessionOf: 'Die Sitzung in {name} beenden',
  endOthers: 'Alle anderen beenden',
  passwordHelp: 'Mindestens {least} Zeichen.',
  passwordErrors: {
    '4122': 'Das bisherige Passwort stimmt nicht.',
    '4128': 'Das neue Passwort ist zu kurz oder zu verbreitet. Wählen Sie ein längeres.',
  },
}
