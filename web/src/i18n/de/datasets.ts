import type { Words } from '#web/i18n/catalogue.ts'
import type { datasets as english } from '#web/i18n/en/datasets.ts'

export const datasets: Words<typeof english> = {
  title: 'Datensätze',
  create: 'Neuer Datensatz',
  search: 'Nach Namen suchen',
  name: 'Name',
  type: 'Art',
  progress: 'Gelabelt',
  progressOf: '{labelled, number} von {total, number}',
  status: 'Zustand',
  modified: 'Geändert',
  tasks: 'Teamaufgaben',
  none: 'Kein Datensatz passt',
  noneHelp: 'Versuchen Sie einen anderen Namen.',
  pages: 'Seiten der Datensätze',
  welcome: 'Willkommen bei Muster',
  welcomeHelp:
    'Hier labelt ein Team Daten, prüft sie und nimmt sie nach Stichproben ab. Probieren Sie es an einem kleinen Beispiel, oder beginnen Sie mit eigenen Daten.',
  tryDemo: 'Beispielprojekt ausprobieren',
  tryDemoHelp:
    'Bilder und Texte, ein Team von drei Leuten mit Passwörtern und Aufgaben in jedem Stadium. In wenigen Sekunden angelegt, jederzeit zu löschen.',
  createFirst: 'Eigenen Datensatz anlegen',
  createFirstHelp: 'Aus einem Ordner des Objektspeichers oder aus Dateien von Ihrem Rechner.',
  demoMade: 'Das Beispielprojekt ist fertig',
  demoPeople:
    'Melden Sie sich in einem anderen Browser oder privaten Fenster als diese Leute an, um zu labeln und zu prüfen:',
  types: {
    '0': 'Bildklassifikation',
    '1': 'Objekterkennung',
    '3': 'Bildsegmentierung',
    '100': 'Textklassifikation',
    '101': 'Entitäten im Text',
    '102': 'Text-Tripel',
    '200': 'Geräuschklassifikation',
    '201': 'Sprachinhalt',
    '202': 'Sprachabschnitte',
    '400': 'Tabelle',
    '600': 'Video',
    '900': 'Freies Format',
  },
  states: {
    '0': 'Daten werden gelesen',
    '1': 'Bereit',
    '2': 'Wird gelöscht',
    '3': 'Gelöscht',
    '4': 'Fehlerhaft',
    '5': 'Wird abgeglichen',
    '6': 'Wird veröffentlicht',
    '7': 'Version wird gewechselt',
    '8': 'Wird importiert',
  },
}
