/** Alerts and what the service does by itself. */
export const operations: Readonly<Record<string, string>> = {
  'Readings have waited for the sheet for {}; GET /health says why.':
    'Ablesungen warten seit {1} auf die Tabelle; die Statusseite sagt, warum.',
  'No reading for {}, where one is expected every {}. Is the device that sends them on?':
    'Seit {1} keine Ablesung, wo alle {2} eine erwartet wird. Ist das Gerät an, das sie sendet?',
  '{#} minutes': '{1} Minuten',
  '{#} hours': '{1} Stunden',
  '{#} days': '{1} Tagen',
  'The disk has {} MB left; make room before readings are refused.':
    'Auf dem Datenträger sind noch {1} MB frei; Platz schaffen, bevor Ablesungen abgelehnt werden.',
  'The job {} failed: {}': 'Die Aufgabe {1} ist fehlgeschlagen: {2}',
  '{} or more sign-ins were refused within an hour, most of them from {} for {}; see GET /audit.':
    '{1} oder mehr Anmeldungen wurden in einer Stunde abgelehnt, die meisten von {2} für {3}; Näheres im Protokoll.',
  'names that no account has': 'Namen, die kein Konto hat',
  'Older than 90 days: {}. Set a new one for each, and tell the devices that use it.':
    'Älter als 90 Tage: {1}. Für jedes ein neues setzen und den Geräten mitteilen, die es benutzen.',
  '{} or more requests failed within five minutes; the log says why, under "request failed".':
    '{1} oder mehr Anfragen sind in fünf Minuten fehlgeschlagen; das Protokoll sagt, warum, unter „request failed“.',
  'It was taken.': 'Sie wurde angenommen.',
  'It failed.': 'Sie ist fehlgeschlagen.',
  'The mail server of SMTP_URL {}.': 'Der Mailserver aus SMTP_URL {1}.',
  'ALERT_WEBHOOK_URL cannot be reached.': 'ALERT_WEBHOOK_URL ist nicht zu erreichen.',
  'The daily rehearsal of {} did not go well: {} Rehearse it with POST /utility/connectors/{}/test.':
    'Die tägliche Probe von {1} ging nicht gut: {2} Bitte bei der Anbindung proben.',
  'The back-up is gone as soon as it was made.': 'Die Sicherung war gleich nach dem Anlegen wieder fort.',
  'no site is shown in a sheet yet': 'Noch wird kein Standort in einer Tabelle gezeigt',
  'Nothing needs a person.': 'Nichts braucht einen Menschen.',
  'No connector to a utility is set up.': 'Keine Anbindung an einen Versorger ist eingerichtet.',
  '{} notices sent': '{1} Meldungen gesendet',
}
