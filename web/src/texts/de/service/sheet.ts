/** The Google Sheet: connecting it, and why its mirror waits for a person. */
export const sheet: Readonly<Record<string, string>> = {
  'No sheet is set; GOOGLE_SHEET_ID and GOOGLE_CREDENTIALS_PATH, or PUT /sheets/connection, switch it on':
    'Keine Tabelle ist verbunden; unter „Google Sheet“ lässt sie sich verbinden',
  'the sheet shows every reading': 'Die Tabelle zeigt jede Ablesung',
  '1 reading waits to be written into the sheet, for {} s':
    'Eine Ablesung wartet seit {1} s auf ihre Zeile in der Tabelle',
  '{} readings wait to be written into the sheet, the oldest for {} s':
    '{1} Ablesungen warten auf ihre Zeilen in der Tabelle, die älteste seit {2} s',
  '{}, but {} in it cannot be taken in; see problems':
    '{1}, aber {2} darin lassen sich nicht übernehmen; siehe die Zeilen unten',
  'another process of this service writes the sheet': 'Ein anderer Prozess dieses Dienstes schreibt die Tabelle',
  'The mirror failed; the log says why. It is tried again':
    'Der Abgleich ist fehlgeschlagen; das Protokoll sagt, warum. Es wird weiter versucht',
  'The sheet is not written: {}': 'Die Tabelle wird nicht geschrieben: {1}',
  '{} of {} rows are gone from the sheet at once, or have lost their Reading_ID. Nothing is withdrawn. Undo that in the sheet, or bring it back from the version history; if it is meant, say so with POST /sites/{site}/sheet/resume':
    '{1} von {2} Zeilen sind auf einmal aus der Tabelle verschwunden oder haben ihre Reading_ID verloren. Nichts wurde zurückgezogen. Das in der Tabelle rückgängig machen oder aus dem Versionsverlauf wiederherstellen; ist es gewollt, den Abgleich auf der Seite des Standorts fortsetzen',
  "The tab {} has been deleted; bring it back from the spreadsheet's version history":
    'Das Tabellenblatt {1} wurde gelöscht; aus dem Versionsverlauf der Tabelle wiederherstellen',
  'The tab {} holds data but no header row; name the columns in row 1, or set GOOGLE_SHEET_TAB to another tab':
    'Das Tabellenblatt {1} enthält Daten, aber keine Kopfzeile; die Spalten in Zeile 1 benennen oder ein anderes Blatt nehmen',
  'The tab {} cannot be understood: {}': 'Das Tabellenblatt {1} ist nicht zu verstehen: {2}',
  'in the header row, {} {}; row 1 must name each of {} once':
    'In der Kopfzeile {2}: {1}. Zeile 1 muss jede dieser Spalten einmal nennen: {3}',
  'is missing': 'fehlt',
  'are missing': 'fehlen',
  'stands there more than once': 'steht mehr als einmal da',
  'stand there more than once': 'stehen mehr als einmal da',
  "The {} of the tab {} is gone; undo that, or bring it back from the spreadsheet's version history":
    'Im Tabellenblatt {2} fehlt: {1}. Das rückgängig machen oder aus dem Versionsverlauf wiederherstellen',
  'header row': 'die Kopfzeile',
  'The tab {} could not be made ready; it is tried again':
    'Das Tabellenblatt {1} ließ sich nicht vorbereiten; es wird weiter versucht',
  'The spreadsheet is in the bin; restore it.': 'Die Tabelle liegt im Papierkorb; bitte wiederherstellen.',
  "The spreadsheet is in the bin of Google Drive; take it out of there, or name another one in the site's settings or GOOGLE_SHEET_ID":
    'Die Tabelle liegt im Papierkorb von Google Drive; dort herausholen oder in den Einstellungen des Standorts eine andere nennen',
  "The spreadsheet's time zone {} is not known; set another under File, Settings":
    'Die Zeitzone {1} der Tabelle ist unbekannt; unter „Datei, Einstellungen“ eine andere wählen',
  'The spreadsheet is full: Google allows 10 million cells. Copy tabs of earlier years into another spreadsheet and delete them here':
    'Die Tabelle ist voll: Google erlaubt 10 Millionen Zellen. Blätter früherer Jahre in eine andere Tabelle kopieren und hier löschen',
  'Rows that Google says it has written cannot be found by their Reading_ID; check that nobody moves or clears columns, then restart':
    'Zeilen, die Google geschrieben haben will, sind an ihrer Reading_ID nicht zu finden; nachsehen, ob jemand Spalten verschiebt oder leert, dann neu starten',
  'Google does not accept the key of {}; put a new key file in its place':
    'Google nimmt den Schlüssel von {1} nicht an; bitte eine neue Schlüsseldatei angeben',
  'Google gives out no token at the moment; it is tried again':
    'Google meldet uns gerade nicht an; es wird weiter versucht',
  'Google cannot be reached or does not answer ({}); it is tried again':
    'Google ist nicht zu erreichen oder antwortet nicht ({1}); es wird weiter versucht',
  "Google's quota is used up for the moment; it is tried again":
    'Googles Kontingent ist gerade aufgebraucht; es wird weiter versucht',
  'Google has a fault ({}); it is tried again': 'Bei Google ist eine Störung ({1}); es wird weiter versucht',
  'Google does not accept the token of {}; a new one is fetched':
    'Google nimmt die Anmeldung von {1} nicht mehr an; eine neue wird geholt',
  'The Google Sheets API is switched off for the service account; enable it in its Google Cloud project':
    'Die Google-Sheets-API ist für das Dienstkonto abgeschaltet; bitte in seinem Google-Cloud-Projekt einschalten',
  'Google refuses access to the spreadsheet; share it with {} as an editor':
    'Google verweigert den Zugriff auf die Tabelle; bitte mit {1} als Bearbeiter teilen',
  'Google knows no such spreadsheet; check GOOGLE_SHEET_ID, and that the spreadsheet is shared with {}':
    'Google kennt keine solche Tabelle; den Link prüfen, und ob sie mit {1} geteilt ist',
  'The tab is protected, so that nothing can be written into it; let {} edit the protected range, or take the protection away':
    'Das Tabellenblatt ist geschützt, sodass nichts hineingeschrieben werden kann; {1} den geschützten Bereich bearbeiten lassen oder den Schutz aufheben',
  'Google refuses the request ({}): {}': 'Google lehnt die Anfrage ab ({1}): {2}',
  "Google's answer cannot be read; it is asked again": 'Googles Antwort ist nicht lesbar; es wird noch einmal gefragt',
  "The service account's key file cannot be read; put a valid one in its place":
    'Die Schlüsseldatei des Dienstkontos ist nicht lesbar; bitte eine gültige angeben',
  'The stored key of the service account cannot be opened any more (JWT_SECRET is another one); give it anew':
    'Der gespeicherte Schlüssel des Dienstkontos lässt sich nicht mehr öffnen (JWT_SECRET ist ein anderes); bitte neu angeben',
  'must be the JSON key file of a service account, with client_email and private_key':
    'muss die JSON-Schlüsseldatei eines Dienstkontos sein, mit client_email und private_key',
  'is required, because none is stored': 'wird gebraucht, weil noch keiner gespeichert ist',
  'is required, because no spreadsheet is connected (GOOGLE_SHEET_ID, or PUT /sheets/connection)':
    'wird gebraucht, weil noch keine Tabelle verbunden ist',
  "is neither a spreadsheet's address nor the long part of it, between /d/ and /edit":
    'ist weder der Link einer Tabelle noch der lange Teil davon, zwischen /d/ und /edit',
  'The tab {} of that spreadsheet shows the site {} already; name another tab.':
    'Das Tabellenblatt {1} dieser Tabelle zeigt schon den Standort {2}; bitte ein anderes nennen.',
  'The environment connects the sheet (GOOGLE_SHEET_ID and GOOGLE_CREDENTIALS_PATH or GOOGLE_CREDENTIALS_JSON). Change it there, or take these settings away and restart.':
    'Die Umgebung verbindet die Tabelle (GOOGLE_SHEET_ID und GOOGLE_CREDENTIALS_PATH oder GOOGLE_CREDENTIALS_JSON). Dort ändern, oder diese Einstellungen entfernen und neu starten.',
  'The spreadsheet holds {} % of the cells that Google allows. New readings go to the new tab {}; the tab ':
    'Die Tabelle enthält {1} % der Zellen, die Google erlaubt. Neue Ablesungen kommen in das neue Blatt {2}; das Blatt ',
  'Another reading of this source stands at that time already; change the time or the source':
    'Zu dieser Zeit steht von dieser Quelle schon eine andere Ablesung da; Zeit oder Quelle ändern',
  'Another reading of the source {} stands at that time already{}; change the time or the source, or delete this row':
    'Zu dieser Zeit steht von der Quelle {1} schon eine andere Ablesung da{2}; Zeit oder Quelle ändern oder diese Zeile löschen',
  'The timestamp is missing; write a date and time': 'Die Zeit fehlt; bitte Datum und Uhrzeit eintragen',
  'Inverter_kWh and Meter_Value are both empty; write at least one of them, or delete the row':
    'Inverter_kWh und Meter_Value sind beide leer; mindestens eines eintragen oder die Zeile löschen',
  'write a date and time such as 2026-11-22 07:30': 'Datum und Uhrzeit wie 2026-11-22 07:30 eintragen',
  'holds {}, which never was in {} because the clocks changed; write another time':
    'enthält {1}, das es in {2} wegen der Zeitumstellung nie gab; eine andere Zeit eintragen',
  'holds {}, which {}; write when the counter was read': 'enthält {1}, und das {2}; eintragen, wann abgelesen wurde',
  'holds {}; write a number such as 1234{}5': 'enthält {1}; eine Zahl wie 1234{2}5 eintragen',
  'holds {}; write a number from 0 to {}': 'enthält {1}; eine Zahl von 0 bis {2} eintragen',
  'holds {}; write plain text on one line': 'enthält {1}; einfachen Text in einer Zeile eintragen',
  'holds more than {} characters; shorten it': 'enthält mehr als {1} Zeichen; bitte kürzen',
  'holds characters that cannot be shown; write plain text':
    'enthält Zeichen, die sich nicht darstellen lassen; einfachen Text eintragen',
  'This row is protected, so that a change of its reading cannot be written; let the service account edit it, or take the protection away':
    'Diese Zeile ist geschützt, so dass eine Änderung der Ablesung nicht geschrieben werden kann; dem Dienstkonto die Bearbeitung erlauben oder den Schutz aufheben',
  'The mirror of the site {} is not stopped; GET /health says how it is.':
    'Der Abgleich des Standorts {1} ist gar nicht angehalten.',
}
