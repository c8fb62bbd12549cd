import type { Words } from '#web/i18n/catalogue.ts'
import type { session as english } from '#web/i18n/en/session.ts'

export const session: Words<typeof english> = {
  signIn: 'Anmelden',
  welcome: 'Bei Muster anmelden',
  user: 'Benutzername oder E-Mail',
  password: 'Passwort',
  showPassword: 'Passwort zeigen oder verbergen',
  wrong: 'Benutzername oder Passwort stimmt nicht.',
  tooMany: 'Es gab zu viele Versuche. Versuchen Sie es etwas später noch einmal.',
  help: 'Der erste Start des Servers zeigt Benutzername und Passwort des Besitzers. Mitglieder erhalten einen Link per E-Mail oder vom Besitzer.',
  again: 'Bitte melden Sie sich erneut an',
  againHelp: 'Ihre Sitzung ist beendet. Von Ihrer Arbeit geht nichts verloren: Nach der Anmeldung geht es hier weiter.',
  another: '{other} hat sich angemeldet',
  anotherHelp:
    '{other} hat sich in einem anderen Tab dieses Browsers angemeldet. Diese Seite gehört {user}: Was noch nicht gesendet ist, bleibt in diesem Browser und wird nie unter einem anderen Namen gesendet. Melden Sie sich erneut an, um hier weiterzuarbeiten; der andere Tab bittet {other} dann um eine neue Anmeldung.',
  goOnAs: 'Diese Seite verlassen und als {other} weiterarbeiten',
  invitation: 'Willkommen bei Muster',
  invitationHelp: 'Wählen Sie ein Passwort für {user}. Es muss mindestens {least} Zeichen haben.',
  invitationDone: 'Ihr Passwort ist gesetzt. Sie können sich jetzt anmelden.',
  invitationDead: 'Dieser Link gilt nicht mehr. Bitten Sie die Person, die Sie eingeladen hat, um einen neuen.',
  repeat: 'Passwort wiederholen',
  different: 'Die beiden Passwörter sind nicht gleich.',
  setPassword: 'Passwort setzen',
  oldPassword: 'Bisheriges Passwort',
  newPassword: 'Neues Passwort',
  changePassword: 'Passwort ändern',
  passwordChanged: 'Ihr Passwort ist geändert. Ihre anderen Sitzungen sind beendet.',
}
