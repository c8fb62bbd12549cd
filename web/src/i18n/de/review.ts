import type { Words } from '#web/i18n/catalogue.ts'
import type { review as english } from '#web/i18n/en/review.ts'

export const review: Words<typeof english> = {
  versions: {
    title: 'Welche Labels zu sehen sind',
    now: 'Labels',
    before: 'Vorher',
    none: 'Nichts',
    lay: 'Über die Labels legen',
    blink: 'Zwischen Fassungen wechseln',
  },
  agreement:
    '{people, number} Personen: {labels, plural, =0 {keine Labels} one {{agreed, number} von # Label gleich} other {{agreed, number} von # Labels gleich}}',
  differences: 'Unterschiede',
  label: 'Label',
  at: 'bei {x, number} {y, number}, {width, number} mal {height, number}',
  noLabels: 'Niemand hat etwas gelabelt.',
  has: 'ja',
  hasNot: 'nein',
  pins: {
    put: 'Stelle kommentieren',
    where: 'Klicken Sie auf die Stelle, oder bewegen Sie das Kreuz mit den Pfeiltasten und drücken Sie Enter.',
    select: 'Wählen Sie zuerst ein Stück Text aus.',
    cross: 'Kreuz des Kommentars, x {x, number} y {y, number}',
    open: 'Kommentar {number, number}: {text}',
    here: 'Der Kommentar wird an dieser Stelle stehen.',
    unpin: 'Nicht an dieser Stelle',
    range: 'Zeichen {start, number} bis {end, number}',
    point: 'x {x, number} y {y, number}',
    show: 'Stelle zeigen',
    intoReason:
      '{count, plural, one {Meinen Kommentar zu einer Stelle übernehmen} other {Meine # Kommentare zu Stellen übernehmen}}',
  },
  grid: {
    title: 'Viele prüfen',
    open: 'Viele auf einmal',
    one: 'Einzeln',
    list: '{count, plural, one {# Eintrag} other {# Einträge}}',
    none: 'Hier ist nichts',
    noneHelp: 'Wählen Sie eine andere Liste.',
    selected: '{count, plural, =0 {Nichts ausgewählt} one {# Eintrag ausgewählt} other {# Einträge ausgewählt}}',
    help: 'Wählen Sie aus, was Sie angesehen haben; ein Doppelklick öffnet es.',
    selectSight: 'Alles Sichtbare auswählen ({count, number})',
    clear: 'Nichts auswählen',
    passAll:
      '{count, plural, =0 {Auswahl bestehen lassen} one {# Eintrag bestehen lassen} other {# Einträge bestehen lassen}}',
    busy: 'Wird gesendet …',
    passed: '{count, plural, =0 {Nichts hat} one {# Eintrag hat} other {# Einträge haben}} mit {rating} bestanden.',
    failed: '{count, plural, one {# Eintrag nicht} other {# Einträge nicht}}:',
    already: 'Jemand anders hat ihn zuerst geprüft.',
    most: 'Höchstens {most, number} Einträge auf einmal.',
    unlabelled: 'keine Labels',
    more: '+{count, number}',
  },
}
