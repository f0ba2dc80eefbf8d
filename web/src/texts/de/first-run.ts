import type { firstRun as english } from '../en/first-run.ts'

export const firstRun: typeof english = {
  title: 'Einrichten',
  intro: 'Vier kurze Schritte. Jeder kann ausgelassen und später nachgeholt werden.',
  step: (number, of) => `Schritt ${number} von ${of}`,
  later: 'Später',
  next: 'Speichern und weiter',
  finish: 'Zur Übersicht',
  site: {
    title: 'Dein Standort',
    hint: 'Tage und Monate zählen in seiner Zeitzone. An den Stellen des Zählers erkennt man einen Überlauf.',
    name: 'Name',
    timeZone: 'Zeitzone',
    digits: 'Ganze Stellen, die der Zähler zeigt',
    digitsHint: 'Ohne die hinter dem Komma; die meisten zeigen 5 oder 6.',
    badDigits: 'Eine ganze Zahl von 1 bis 12.',
  },
  reading: {
    title: 'Der erste Stand',
    hint: 'Was zeigt der Zähler jetzt? Alles Frühere lässt sich später importieren.',
  },
  sheet: {
    title: 'Google-Tabelle',
    hint: 'Alle Stände können in einer Tabelle von dir stehen, und was du dort änderst, gilt auch hier.',
    connected: 'Eine Tabelle ist schon eingerichtet.',
    howTo: [
      'Lege in der Google Cloud Console ein Dienstkonto an, schalte dort die Google Sheets API ein und erzeuge dafür einen JSON-Schlüssel.',
      'Lege eine Tabelle an und kopiere ihren Link.',
      'Gib die Tabelle für die Adresse des Dienstkontos frei, zum Bearbeiten.',
    ],
    key: 'Die Schlüsseldatei (JSON)',
    keyHint: 'Füge ihren ganzen Text ein. Er dient nur dieser Prüfung und wird nicht aufgehoben.',
    link: 'Der Link der Tabelle',
    badLink: 'Das ist kein Link einer Google-Tabelle.',
    check: 'Prüfen',
    ok: 'Die Tabelle lässt sich öffnen.',
    account: (address) => `Dienstkonto: ${address}`,
    settings:
      'Gib dem Dienst nun diese Einstellungen und starte ihn neu; die Schlüsseldatei liegt, wo nur er sie lesen kann:',
  },
  utility: {
    title: 'Dein Versorger',
    hint: 'Wie nimmt dein Versorger Stände an? Wähl es und richte es jetzt ein, oder später unter Versorger. Bis dahin wird niemandem etwas gesendet.',
  },
}
