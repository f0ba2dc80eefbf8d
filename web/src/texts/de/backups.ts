import type { backups as english } from '../en/backups.ts'

export const backups: typeof english = {
  title: 'Sicherungen',
  intro: 'Kopien von allem: Stände, Konten, Standorte, Verbindungen, Protokoll. Jeden Tag entsteht eine von selbst.',
  make: 'Jetzt eine machen',
  made: 'Die Sicherung ist gemacht, geöffnet und geprüft.',
  list: 'Auf der Platte des Dienstes',
  kept: 'Aufgehoben werden die letzten sieben und je eine der letzten sieben Tage und vier Wochen.',
  next: 'Die nächste kommt von selbst',
  checked: 'Geprüft',
  checkedHint: 'Beim Anlegen geöffnet und ganz gelesen.',
  download: 'Herunterladen',
  downloadOf: (time) => `Sicherung vom ${time} herunterladen`,
  saved: (name) => `${name} ist gespeichert.`,
  none: 'Noch keine Sicherung',
  noneHint: 'Die erste entsteht eine Stunde nach dem ersten Start, oder jetzt.',
  elsewhere: 'Sicherungen macht PostgreSQL',
  elsewhereHint:
    'Die Daten liegen in einem PostgreSQL (DATABASE_URL); dessen eigene Werkzeuge sichern und stellen wieder her. Eine Zeile Cron auf einer Maschine, die es erreicht, genügt:',
  elsewhereExport: 'Alle Stände eines Standorts lassen sich jederzeit als Datei speichern, unter „Stände“.',
  careful:
    'Eine Kopie auf derselben Platte geht mit ihr verloren, also hebe einige anderswo auf. Die Datei öffnet alles: behandle sie wie ein Passwort.',
  restore: {
    title: 'So wird wiederhergestellt',
    steps: [
      'Halte den Dienst an.',
      'Lege die Datei in DATA_DIR/backups, wenn sie dort nicht schon liegt.',
      'Gib den Befehl unten mit dem Namen der Datei. Er prüft sie zuerst, hebt auf, was da war, und sagt, wie viele Stände es sind.',
      'Starte den Dienst.',
    ],
    another:
      'Auf einer anderen Maschine braucht der Dienst dasselbe JWT_SECRET (ohne diese Einstellung: die Datei DATA_DIR/jwt-secret). Damit sind die Passwörter der Verbindungen versiegelt; sonst wären sie neu einzugeben.',
  },
}
