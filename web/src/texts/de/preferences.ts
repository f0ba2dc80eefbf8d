import type { preferences as english } from '../en/preferences.ts'

export const preferences: typeof english = {
  title: 'Einstellungen',
  account: 'Konto',
  signedInAs: (username) => `Angemeldet als ${username}`,
  signOut: 'Abmelden',
  password: 'Passwort',
  currentPassword: 'Jetziges Passwort',
  newPassword: 'Neues Passwort',
  passwordHint: 'Mindestens 8 Zeichen. Alle anderen Anmeldungen dieses Kontos enden.',
  changePassword: 'Passwort ändern',
  passwordChanged: 'Das Passwort ist geändert; andere Geräte sind abgemeldet.',
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
