/** Signing in, accounts, sites, and what any call may be told. */
export const entrance: Readonly<Record<string, string>> = {
  'The username or the password is wrong.': 'Benutzername oder Passwort ist falsch.',
  'Too many failed sign-ins; try again in {} s.': 'Zu viele fehlgeschlagene Anmeldungen; in {1} s wieder versuchen.',
  'Too many people sign in at this moment; please try again.':
    'Gerade melden sich zu viele an; bitte noch einmal versuchen.',
  'There is no session here or it has ended; sign in again.':
    'Die Sitzung ist zu Ende oder gibt es nicht; bitte neu anmelden.',
  'The access token is not valid here or has expired; sign in again.':
    'Die Anmeldung gilt hier nicht oder ist abgelaufen; bitte neu anmelden.',
  'The access token was ended; sign in again.': 'Die Anmeldung wurde beendet; bitte neu anmelden.',
  'There is an account already; sign in with it.': 'Es gibt schon ein Konto; bitte damit anmelden.',
  'That is not the token of the set-up link. The start prints the link; restart to see it again.':
    'Das ist nicht der Code aus dem Einrichtungslink. Der Start gibt den Link aus; nach einem Neustart steht er wieder da.',
  'The password {}.': 'Das Passwort {1}.',
  'The current password {}.': 'Das bisherige Passwort {1}.',
  'is not the password of this account': 'ist nicht das dieses Kontos',
  'must be {} characters or more': 'muss mindestens {1} Zeichen haben',
  'must be {} bytes or less': 'darf höchstens {1} Bytes haben',
  'must not be the username': 'darf nicht der Benutzername sein',
  'is one of those that are guessed first': 'gehört zu denen, die als erste geraten werden',
  'The username {}.': 'Der Benutzername {1}.',
  'must be 1 to {} visible characters, without a space at its ends':
    'muss 1 bis {1} sichtbare Zeichen haben, ohne Leerzeichen am Anfang und Ende',
  'There is no account named {}.': 'Es gibt kein Konto namens {1}.',
  'There is an account named {} already.': 'Es gibt schon ein Konto namens {1}.',
  'This is the last admin who can sign in; make another one first.':
    'Das ist die letzte Verwaltung, die sich anmelden kann; erst eine andere einrichten.',
  'The account has {} keys already; remove the one that is not used any more.':
    'Das Konto hat schon {1} Schlüssel; erst den entfernen, der nicht mehr gebraucht wird.',
  'The account has no key of that id.': 'Diesen Schlüssel hat das Konto nicht.',
  'An admin manages all sites and cannot be bound to some.':
    'Die Verwaltung betreut alle Standorte und kann nicht an einzelne gebunden werden.',
  'This account may not do that: it lacks the scope {}.': 'Dieses Konto darf das nicht: Ihm fehlt das Recht {1}.',
  'There is a site named {} already.': 'Es gibt schon einen Standort namens {1}.',
  'There is no site named {}.': 'Es gibt keinen Standort namens {1}.',
  'The site home cannot be deleted; it is the one that calls without a site mean.':
    'Der Standort home kann nicht gelöscht werden; er ist gemeint, wenn keiner genannt wird.',
  'The site {} has {} {}, withdrawn ones included, and readings are kept for good; it cannot be deleted.':
    'Der Standort {1} hat {2} Ablesung(en), zurückgezogene mitgezählt. Ablesungen bleiben für immer; er kann nicht gelöscht werden.',
  'The site {} is used by the connector {}; delete that first.':
    'Der Standort {1} wird von der Anbindung {2} gebraucht; die erst löschen.',
  'Bound to the site {}: the account {}; change that first.':
    'An den Standort {1} ist das Konto {2} gebunden; das erst ändern.',
  'is no IANA time zone such as Europe/Berlin': 'ist keine IANA-Zeitzone wie Europe/Berlin',
  'The {} is not as it should be; see errors.': 'Die Angaben stimmen so nicht; siehe die Felder.',
  'The body is not as it should be; see errors.': 'Die Angaben stimmen so nicht; siehe die Felder.',
  'is required': 'wird gebraucht',
  'is not a known field here': 'ist hier kein bekanntes Feld',
  'is no valid name here': 'ist hier kein gültiger Name',
  'must be one of {}': 'muss eines davon sein: {1}',
  'must be {}': 'muss {1} sein',
  'must not hold the character NUL': 'darf das Zeichen NUL nicht enthalten',
  'The disk is full. Nothing was stored; readings can still be read.':
    'Der Speicherplatz ist voll. Nichts wurde gespeichert; Ablesungen lassen sich weiter ansehen.',
  'The ledger cannot be written at the moment: its disk takes no writes, or is busy. What is there can still be read.':
    'Gerade kann nichts gespeichert werden: Der Datenträger nimmt nichts an oder ist beschäftigt. Was da ist, lässt sich weiter ansehen.',
  'The database cannot be reached; please try again.':
    'Die Datenbank ist nicht zu erreichen; bitte noch einmal versuchen.',
  'Something went wrong here. The log holds the details under this request id.':
    'Hier ist etwas schiefgegangen. Näheres steht im Protokoll des Dienstes.',
  'Readings cannot be stored: the database does not answer.':
    'Ablesungen können nicht gespeichert werden: Die Datenbank antwortet nicht.',
  'Readings can be read but not stored: the database takes no writes. Is its disk full or read-only?':
    'Ablesungen lassen sich ansehen, aber nicht speichern: Die Datenbank nimmt nichts an. Ist der Datenträger voll oder schreibgeschützt?',
  'Readings are kept in {}.': 'Ablesungen liegen in {1}.',
  'It failed; the log says why.': 'Es ist fehlgeschlagen; das Protokoll sagt, warum.',
}
