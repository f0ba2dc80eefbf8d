import { GoogleError } from './google-error.ts'
import type { FakeSpreadsheet } from './model.ts'

const known = ['kind', 'id', 'name', 'mimeType', 'trashed', 'explicitlyTrashed']
const usual = ['kind', 'id', 'name', 'mimeType']

/**
 * `files.get` of a spreadsheet, https://developers.google.com/workspace/drive/api/reference/rest/v3/files/get. A file
 * that is not shared is not found, as Drive says; without `fields` it tells only the usual four.
 */
export function describeFile(spreadsheet: FakeSpreadsheet | undefined, fileId: string, fields: string | null): object {
  if (!spreadsheet) throw new GoogleError(404, `File not found: ${fileId}.`)
  const file: Record<string, unknown> = {
    kind: 'drive#file',
    id: fileId,
    name: 'Meter',
    mimeType: 'application/vnd.google-apps.spreadsheet',
    trashed: spreadsheet.isTrashed,
    explicitlyTrashed: spreadsheet.isTrashed,
  }
  const wanted =
    fields === null ? usual : fields.split(',').flatMap((field) => (field === '*' ? known : [field.trim()]))
  const unknown = wanted.find((field) => !known.includes(field))
  if (unknown !== undefined) throw new GoogleError(400, `Invalid field selection ${unknown}`)
  return Object.fromEntries(wanted.map((field) => [field, file[field]]))
}
