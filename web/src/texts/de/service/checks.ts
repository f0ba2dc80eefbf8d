/** What Ajv says of input that does not fit. */
export const checks: Readonly<Record<string, string>> = {
  'must NOT have fewer than {} characters': 'muss mindestens {1} Zeichen haben',
  'must NOT have more than {} characters': 'darf höchstens {1} Zeichen haben',
  'must NOT have fewer than {} items': 'muss mindestens {1} Einträge haben',
  'must NOT have more than {} items': 'darf höchstens {1} Einträge haben',
  'must be >= {}': 'muss mindestens {1} sein',
  'must be <= {}': 'darf höchstens {1} sein',
  'must be string': 'muss ein Text sein',
  'must be number': 'muss eine Zahl sein',
  'must be number or null': 'muss eine Zahl sein',
  'must be integer': 'muss eine ganze Zahl sein',
}

/** Which text would be right: the titles of the service's own schemas. */
export const forms: Readonly<Record<string, string>> = {
  'must be a name of lower-case letters, digits, hyphens and underscores, at most 63, the first one a letter or a digit':
    'muss ein Name aus Kleinbuchstaben, Ziffern, Binde- und Unterstrichen sein, höchstens 63, am Anfang ein Buchstabe oder eine Ziffer',
  'must be a name of letters, digits, dots, hyphens and underscores, at most 64, the first one a letter or a digit':
    'muss ein Name aus Buchstaben, Ziffern, Punkten, Binde- und Unterstrichen sein, höchstens 64, am Anfang ein Buchstabe oder eine Ziffer',
  'must be a name of letters, digits, hyphens and underscores, at most 64':
    'muss ein Name aus Buchstaben, Ziffern, Binde- und Unterstrichen sein, höchstens 64',
  'must be text on one line that neither begins nor ends with a space':
    'muss Text in einer Zeile sein, ohne Leerzeichen am Anfang oder Ende',
  'must be text without control characters': 'muss Text ohne Steuerzeichen sein',
  'must be text on one line': 'muss Text in einer Zeile sein',
  'must be a UUID': 'muss eine UUID sein',
  "must be the long part of the sheet's address, between /d/ and /edit":
    'muss der lange Teil der Adresse der Tabelle sein, zwischen /d/ und /edit',
  'must be an ISO 8601 duration, like PT15M or P1D': 'muss eine Dauer nach ISO 8601 sein, etwa PT15M oder P1D',
  'must be a JSON pointer, like /data/id': 'muss ein JSON-Zeiger sein, etwa /data/id',
  'must be the name of a header, like X-Api-Key': 'muss der Name eines Headers sein, etwa X-Api-Key',
  'must be a number of up to 12 digits': 'muss eine Zahl mit bis zu 12 Ziffern sein',
  'must be an address without a query, a fragment and braces':
    'muss eine Adresse ohne Abfrage, Fragment und geschweifte Klammern sein',
  'must be one e-mail address and nothing else': 'muss eine einzelne E-Mail-Adresse sein',
  'must be an address that begins with http:// or https://':
    'muss eine Adresse sein, die mit http:// oder https:// beginnt',
  'must be a language tag, like de or de-AT': 'muss ein Sprachkürzel sein, etwa de oder de-AT',
}
