/** The id in a spreadsheet's link, or the id alone; undefined where it is neither. */
export function spreadsheetIdIn(link: string): string | undefined {
  const text = link.trim()
  const [, id] = /\/spreadsheets\/d\/([\w-]+)/.exec(text) ?? []
  return id ?? (/^[\w-]{20,128}$/.test(text) ? text : undefined)
}
