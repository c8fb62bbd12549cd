import type { Words } from '#web/i18n/catalogue.ts'
import type { cards as english } from '#web/i18n/en/cards.ts'

export const cards: Words<typeof english> = {
  view: 'Wie die Liste gezeigt wird',
  one: 'Einzeln',
  cards: 'Karten',
  feed: 'Texte',
  ready: 'Zum Abgeben',
  open: 'Öffnen',
  noLabels: 'Noch kein Label',
  emptied: 'Ohne Label bleibt es hier. Öffnen Sie es, um zu sagen, dass es nichts zu labeln gibt.',
  more: 'Mehr zeigen',
  less: 'Weniger zeigen',
  tooLong: 'Öffnen Sie es, um den Rest zu lesen.',
  decide: 'Entscheiden',
  refused: 'Nicht angenommen: {reason}',
  refusedCount:
    '{count, plural, one {# Karte wurde} other {# Karten wurden}} nicht angenommen. Der Grund steht auf der Karte.',
  submit: '{count, plural, =0 {Abgeben} other {# abgeben}}',
  range: '{first, number}–{last, number} von {total}',
  nextPage: 'Nächste Seite',
  previousPage: 'Vorige Seite',
  help: 'Karten mit neuen Labels werden zusammen abgegeben. Labels, die schon vorher da waren, gehen mit, sobald Sie sie mit Enter bestätigen.',
}
