/**
 * Forms that a text must have, for JSON Schema: the pattern, and as its title what fits it. A refusal says "must be" and
 * the title, where a pattern alone would tell a caller little.
 */

/** What a site may be called in addresses. */
export const siteName = {
  pattern: '^[a-z0-9][a-z0-9_-]{0,62}$',
  title: 'a name of lower-case letters, digits, hyphens and underscores, at most 63, the first one a letter or a digit',
}

/** Control characters and lone surrogates have no place in a name; in a note, line breaks and tabs do. */
export const plainText = {
  pattern: '^(?!\\s)[^\\p{Cc}\\p{Cs}]+(?<!\\s)$',
  title: 'text on one line that neither begins nor ends with a space',
}

export const noteText = {
  pattern: '^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\p{Cs}]*$',
  title: 'text without control characters',
}

export const uuid = {
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  title: 'a UUID',
}

/** What stands in a spreadsheet's address between /d/ and /edit. */
export const spreadsheetId = {
  pattern: '^[\\w-]{1,128}$',
  title: "the long part of the sheet's address, between /d/ and /edit",
}
