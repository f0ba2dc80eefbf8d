import type { preferences as english } from '../en/preferences.ts'

export const preferences: typeof english = {
  title: 'Einstellungen',
  account: 'Konto',
  signedInAs: (username) => `Angemeldet als ${username}`,
  signOut: 'Abmelden',
  setUp: 'Einrichtung',
  setUpHint: 'Standort, erster Stand, Google-Tabelle und Versorger, Schritt für Schritt.',
  language: 'Sprache',
  colours: 'Farben',
  auto: 'Wie das Gerät',
  light: 'Hell',
  dark: 'Dunkel',
  roles: {
    admin: 'Verwaltung: darf alles.',
    operator: 'Betrieb: trägt ein, berichtigt und sendet an den Versorger.',
    recorder: 'Erfassung: trägt Stände ein und sieht sie.',
    viewer: 'Ansicht: sieht die Stände.',
  },
}
