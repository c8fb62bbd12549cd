import type { Words } from '#web/i18n/catalogue.ts'
import type { sync as english } from '#web/i18n/en/sync.ts'

export const sync: Words<typeof english> = {
  title: 'Abgleich',
  about: 'Bringt den Datensatz auf den Stand seines Eingabeordners {path}.',
  start: 'Abgleichen',
  what: 'Der Eingabeordner {path} wird mit Unterordnern gelesen.',
  adds: 'Neue Dateien werden Beispiele, mit den Labels neben ihnen, wenn der Datensatz mit solchen angelegt wurde.',
  removes:
    'Beispiele, deren Datei verschwunden ist, werden mit ihren Labels und ihren Einträgen in Teamaufgaben gelöscht. Das lässt sich nicht rückgängig machen.',
  keeps:
    'Alle anderen Beispiele bleiben, auch wo sich der Inhalt ihrer Datei geändert hat. Labels, die mit den Dateien kamen, folgen neueren Label-Dateien; Labels von Menschen bleiben. Ist der Ordner leer, wird nichts gelöscht.',
  holds: '{count, plural, one {Jetzt hat der Datensatz # Beispiel.} other {Jetzt hat der Datensatz # Beispiele.}}',
  never: 'Noch nicht abgeglichen.',
  counts: {
    added: '{count, plural, one {# Beispiel hinzugefügt} other {# Beispiele hinzugefügt}}',
    deleted: '{count, plural, one {# gelöscht} other {# gelöscht}}',
    contentChanged: '{count, plural, one {# mit anderem Inhalt} other {# mit anderem Inhalt}}',
    relabelled: '{count, plural, one {# bekam neuere Labels} other {# bekamen neuere Labels}}',
    failed: '{count, plural, one {# nicht übernommen} other {# nicht übernommen}}',
  },
  nothing: 'Nichts hatte sich geändert.',
}
