import type { firstRun as english } from '../en/first-run.ts'

export const firstRun: typeof english = {
  title: 'Einrichten',
  intro: 'Vier kurze Schritte. Jeder kann ausgelassen und später nachgeholt werden.',
  step: (number, of) => `Schritt ${number} von ${of}`,
  goOn: 'Weiter',
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
  },
  utility: {
    title: 'Dein Versorger',
    hint: 'Wie nimmt dein Versorger Stände an? Wähl es und richte es jetzt ein, oder später unter Versorger. Bis dahin wird niemandem etwas gesendet.',
  },
}
