/** Recording, importing and correcting. */
export const readings: Readonly<Record<string, string>> = {
  'The reading is not as it should be; see errors.': 'Die Ablesung stimmt so nicht; siehe die Felder.',
  'The correction is not as it should be; see errors.': 'Die Korrektur stimmt so nicht; siehe die Felder.',
  'The meter change is not as it should be; see errors.': 'Der Zählerwechsel stimmt so nicht; siehe die Felder.',
  'is required, or inverterKwh is: a reading holds at least one of them':
    'fehlt, und inverterKwh auch: Eine Ablesung hat mindestens einen Zählerstand',
  'lies before the year 2000': 'liegt vor dem Jahr 2000',
  'lies more than 5 minutes ahead': 'liegt mehr als 5 Minuten in der Zukunft',
  'is no RFC 3339 timestamp such as {}': 'ist keine Zeitangabe wie {1}',
  'has second 60; leap seconds are not taken, use 59': 'hat die Sekunde 60; Schaltsekunden gelten nicht, 59 nehmen',
  'names a date that does not exist; right is for example {}':
    'nennt ein Datum, das es nicht gibt; richtig ist etwa {1}',
  'occurs {} in {} because the clocks change; add the offset, as in {}':
    'gibt es in {2} wegen der Zeitumstellung {1}; die Zeitverschiebung dazuschreiben wie in {3}',
  'is no number: {}': 'ist keine Zahl: {1}',
  'is unknown: there is no site named {}': 'ist unbekannt: Es gibt keinen Standort namens {1}',
  'is taken: {} recorded {} at {} already (reading {})':
    'ist belegt: {1} hat um {3} schon {2} eingetragen (Ablesung {4})',
  'belongs to another reading, of {} at {}: leave it out, or correct that reading with PATCH /records/{id}':
    'gehört zu einer anderen Ablesung, von {1} um {2}: weglassen, oder jene Ablesung korrigieren',
  'belongs to a withdrawn reading, of {} at {}: leave it out':
    'gehört zu einer zurückgezogenen Ablesung, von {1} um {2}: weglassen',
  'this record is no valid JSON': 'Dieser Eintrag ist kein gültiges JSON',
  'has more or fewer fields than the header': 'hat mehr oder weniger Felder als die Kopfzeile',
  'The first line is too long for a header.': 'Die erste Zeile ist zu lang für eine Kopfzeile.',
  'The body ends in the middle of record {}.': 'Die Datei hört mitten in Zeile {1} auf.',
  'is cut off': 'ist abgeschnitten',
  'The CSV cannot be read at record {}.': 'Die CSV-Datei ist ab Zeile {1} nicht lesbar.',
  'The header of the CSV is not as it should be; see errors.': 'Die Kopfzeile der CSV-Datei stimmt so nicht.',
  'the column Timestamp is missing': 'Die Spalte Timestamp fehlt',
  'Inverter_kWh or Meter_Value is missing; at least one of them must be there':
    'Inverter_kWh oder Meter_Value fehlt; mindestens eine der Spalten wird gebraucht',
  '{} is no known column; known are {}': '{1} ist keine bekannte Spalte; bekannt sind {2}',
  '{} stands there twice': '{1} steht zweimal da',
  '{} {} records were recorded before.': '{1} Davor wurden {2} Ablesungen eingetragen.',
  'Another value stands there for this site, source and instant; correct it with PATCH /records/{id}.':
    'Zu diesem Zeitpunkt steht von derselben Quelle schon ein anderer Wert da; bitte den in der Liste der Ablesungen korrigieren.',
  'Another reading has this id already; give each reading an id of its own, or none.':
    'Eine andere Ablesung hat diese Kennung schon; jeder Ablesung eine eigene geben oder keine.',
  'Another reading of this source stands at that instant already.':
    'Zu diesem Zeitpunkt steht von derselben Quelle schon eine andere Ablesung da.',
  'Others keep changing this reading at the same time; read it again and decide anew.':
    'Andere ändern diese Ablesung gerade auch; noch einmal ansehen und neu entscheiden.',
  'Somebody has changed this reading at the same moment; look at it again.':
    'Jemand hat diese Ablesung im selben Augenblick geändert; noch einmal ansehen.',
  'and inverterKwh cannot both be empty; withdraw the reading instead':
    'und inverterKwh können nicht beide leer sein; dann die Ablesung zurückziehen',
  'There is no reading with the id {}.': 'Es gibt keine Ablesung mit der Kennung {1}.',
  'Another change of this counter stands at that instant already; delete that one first.':
    'Zu diesem Zeitpunkt steht schon ein Wechsel dieses Zählers da; den erst löschen.',
  'must not come before from': 'darf nicht vor dem Anfang liegen',
  'to must not come before from.': 'Das Ende darf nicht vor dem Anfang liegen.',
  'That is more than {} intervals; ask for a shorter range or longer ones.':
    'Das sind mehr als {1} Abschnitte; einen kürzeren Zeitraum oder längere Abschnitte wählen.',
  '{} is less than {} before it.': '{1} ist weniger als {2} davor.',
  '{} is too far above {} before it: {}.': '{1} liegt zu weit über {2} davor: {3}.',
  '{} is more than {} after it.': '{1} ist mehr als {2} danach.',
  '{} is too far below {} after it: {}.': '{1} liegt zu weit unter {2} danach: {3}.',
  '{} is not what {} says for the same instant: {}.': '{1} ist nicht, was {2} zur selben Zeit sagt: {3}.',
  '{} perhaps {}: about {} would fit.': '{1} {2}: Etwa {3} würde passen.',
  'has a digit too many or has lost its decimal comma': 'hat vielleicht eine Ziffer zu viel oder das Komma verloren',
  'lacks a digit': 'hat vielleicht eine Ziffer zu wenig',
  "{} has more digits than the site's meter shows.": '{1} hat mehr Stellen als der Zähler des Standorts.',
  "the site's limit is {} a day": 'die Grenze des Standorts ist {1} am Tag',
  '{} a day is the limit of a site that names none (maxPerDay)':
    '{1} am Tag ist die Grenze, wo der Standort keine nennt',
  '{#} at {#}': '{1} ({2})',
  'There is no reading between {} and this one; one is expected every {} hours.':
    'Zwischen {1} und dieser Ablesung fehlt eine; erwartet wird eine alle {2} Stunden.',
}
