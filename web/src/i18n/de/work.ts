import type { Words } from '#web/i18n/catalogue.ts'
import type { work as english } from '#web/i18n/en/work.ts'

export const work: Words<typeof english> = {
  title: 'Meine Aufgaben',
  none: 'Für Sie gibt es noch keine Arbeit',
  noneHelp: 'Sobald Ihnen eine Aufgabe zugeteilt wird, steht sie hier.',
  label: 'Labeln',
  review: 'Prüfen',
  toDo: '{count, plural, =0 {Nichts mehr zu tun} one {# zu tun} other {# zu tun}}',
  toReview: '{count, plural, =0 {Nichts zu prüfen} one {# zu prüfen} other {# zu prüfen}}',
  rejected: '{count, plural, one {# wurde zurückgewiesen} other {# wurden zurückgewiesen}}',
  progress: '{done, number} von {total, number} erledigt',
  role: 'Sie sind hier {role, select, 0 {Labeler} 1 {Prüfer} 2 {Teamleiter} other {Mitglied}}.',
  look: 'Einträge ansehen',
}
