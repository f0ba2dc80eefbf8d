import type { alerts as english } from '../en/alerts.ts'

export const alerts: typeof english = {
  title: 'Meldungen',
  intro:
    'Was einen Menschen braucht. Jede wird gesagt, wenn sie beginnt, einmal am Tag, solange sie dauert, und wenn sie vorbei ist.',
  open: 'Offen',
  none: 'Nichts braucht dich',
  noneHint: 'Wenn doch, dann steht es hier und geht auf jeden Weg, der eingerichtet ist.',
  past: 'Vorbei',
  nonePast: 'Bisher war nichts.',
  since: 'seit',
  span: (from, to) => `${from} – ${to}`,
  site: (site) => `Standort ${site}`,
  showMore: 'Frühere zeigen',
  kinds: {
    'sheet-stopped': {
      title: 'Die Tabelle steht still',
      todo: 'Mach in der Tabelle rückgängig, was geschehen ist, oder gib sie wieder frei; dann geht es von selbst weiter. War es gewollt, dann lass sie unter „Standorte“ weitergehen.',
    },
    'sheet-behind': {
      title: 'Die Tabelle hinkt nach',
      todo: 'Nichts geht verloren. Unter „Zustand“ steht, ob Google nicht antwortet oder das Kontingent verbraucht ist.',
    },
    'sheet-outgrown': {
      title: 'Ein neues Blatt wurde angelegt',
      todo: 'Die Tabelle war fast voll. Es ist nichts zu tun.',
    },
    'no-reading': {
      title: 'Es kommen keine Stände',
      todo: 'Unter Konten nachsehen, ob Passwort oder Schlüssel noch gilt. Späte Stände füllen die Lücke.',
    },
    submission: {
      title: 'Eine Einreichung braucht dich',
      todo: 'Behebe die Ursache und versuche es noch einmal, oder trage den Stand beim Versorger selbst ein und notiere die Quittung. Nie beides.',
    },
    'submission-refused': {
      title: 'Der Versorger hat einen Stand abgelehnt',
      todo: 'Sieh nach dem Zähler, berichtige den Stand und reiche ihn neu ein.',
    },
    'window-closes': {
      title: 'Die Zeit zum Einreichen läuft ab',
      todo: 'Reiche einen Stand dieser Tage ein, oder trage ihn beim Versorger ein, bevor es zu spät ist.',
    },
    'connector-stopped': {
      title: 'Eine Verbindung steht still',
      todo: 'Hinterlege das richtige Passwort, oder melde dich einmal am Portal an; dann versuche eine der Einreichungen noch einmal.',
    },
    rehearsal: {
      title: 'Ein Portal hat sich geändert',
      todo: 'Zeichne den Ablauf neu auf und probe ihn, bevor das Fenster sich schließt.',
    },
    'disk-nearly-full': {
      title: 'Die Platte ist fast voll',
      todo: 'Schaff Platz: alte Sicherungen und Belege zuerst. Ist sie voll, lässt sich kein Stand mehr eintragen.',
    },
    'job-failed': {
      title: 'Eine Hintergrundarbeit ist gescheitert',
      todo: 'Sie wird von selbst wiederholt. Unter „Zustand“ steht der Grund; was gespeichert ist, ist sicher.',
    },
    'sign-ins-refused': {
      title: 'Viele Anmeldungen wurden abgewiesen',
      todo: 'Das Protokoll nennt Konto und Adresse. Vielleicht hat ein eigenes Gerät ein altes Passwort; Fremde werden von selbst gebremst.',
    },
    'credential-old': {
      title: 'Alte Passwörter oder Schlüssel',
      todo: 'Setze neue, und gib sie den Geräten, die sie brauchen.',
    },
    'error-rate': {
      title: 'Viele Anfragen scheitern',
      todo: 'Das Log des Dienstes nennt jede als „request failed“, mit ihrem Grund. Begann es mit einer neuen Version? Dann zurück zur vorigen.',
    },
    'data-at-risk': {
      title: 'Die Daten überleben kein Update',
      todo: 'Hänge ein Volume an den Pfad von DATA_DIR, oder setze DATABASE_URL. Bis dahin: nach allem Wichtigen eine Sicherung.',
    },
  },
  otherKind: 'Etwas braucht dich',
  goTo: (page) => `Zu: ${page}`,
  trial: {
    send: 'Probe senden',
    title: 'Die Probe',
    channels: { webhook: 'Webhook', email: 'E-Mail' },
    taken: 'Angenommen. Sieh nach, ob sie angekommen ist.',
    noChannel: 'Kein Weg ist eingerichtet, Meldungen sind also nur hier zu sehen.',
    noChannelHint:
      'ALERT_WEBHOOK_URL schickt sie in einen Chat oder auf ein Telefon; SMTP_URL mit ALERT_EMAIL_TO schickt sie als E-Mail. Der Dienst liest beide beim Start.',
  },
}
