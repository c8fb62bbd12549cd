import type { Words } from '#web/i18n/catalogue.ts'
import type { dataTasks as english } from '#web/i18n/en/data-tasks.ts'

export const dataTasks: Words<typeof english> = {
  states: {
    QUEUING: 'Wartet',
    STARTING: 'Beginnt',
    INIT: 'Wartet',
    RUNNING: 'Läuft',
    COMPLETED: 'Fertig',
    SUCCESSED: 'Fertig',
    FAILED: 'Gescheitert',
    NOT_EXIST: 'Nicht mehr da',
  },
  progress: 'Fortschritt',
  soFar: '{count, plural, one {# Beispiel gelesen} other {# Beispiele gelesen}}',
  ofAbout: '{done, number} von etwa {total, number} Beispielen',
  speed: '{rate, number} je Sekunde',
  elapsed: 'dauerte {time}',
  problems: '{count, plural, one {# Problem} other {# Probleme}}',
  showProblems: '{count, plural, one {# Problem zeigen} other {# Probleme zeigen}}',
  hideProblems: 'Probleme verbergen',
  file: 'Datei',
  line: 'Zeile',
  reason: 'Was damit ist',
  kind: 'Art',
  kinds: { failed: 'Nicht übernommen', skipped: 'Übergangen', changed: 'Verändert' },
  firstOnly: 'Hier stehen die ersten {count, number}; die Datei hat bis zu 10.000.',
  asCsv: 'Als CSV herunterladen',
  noProblems: 'Es gibt keine Probleme.',
  earlier: 'Seiten früherer Läufe',
}
