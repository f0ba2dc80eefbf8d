/**
 * Tells Meterbridge at once that somebody has changed the sheet. It is a hint only: without it, or when it fails,
 * Meterbridge finds the change at its next look.
 *
 * Script properties (Project Settings, Script properties):
 *   METERBRIDGE_URL     https://meterbridge.example.com
 *   METERBRIDGE_SITES   {"Readings": {"site": "home", "secret": "…"}}: the tabs, their sites and the sites' hint secrets
 */

/** Run this once from the editor: it asks for permission and sets up both triggers. Running it again does no harm. */
function install() {
  const spreadsheet = SpreadsheetApp.getActive()
  for (const trigger of ScriptApp.getProjectTriggers())
    if (trigger.getHandlerFunction() === 'sheetChanged') ScriptApp.deleteTrigger(trigger)
  ScriptApp.newTrigger('sheetChanged').forSpreadsheet(spreadsheet).onEdit().create()
  ScriptApp.newTrigger('sheetChanged').forSpreadsheet(spreadsheet).onChange().create()
  for (const title of Object.keys(settings().sites)) hint(title)
}

/** Called by Google after an edit, and after rows were inserted, deleted or sorted. */
function sheetChanged(event) {
  // Meterbridge's own writing through the API fires no edit; an onChange of kind OTHER may be its, and says nothing.
  if (event && event.changeType === 'OTHER') return
  const tab = event && event.range ? event.range.getSheet() : SpreadsheetApp.getActiveSheet()
  hint(tab.getName())
}

function hint(title) {
  const { url, sites } = settings()
  const site = sites[title]
  if (!site || isRecent(title)) return
  const answer = UrlFetchApp.fetch(`${url}/sites/${encodeURIComponent(site.site)}/sheet/changed`, {
    method: 'post',
    headers: { Authorization: `Bearer ${site.secret}` },
    muteHttpExceptions: true,
  })
  const status = answer.getResponseCode()
  if (status !== 202 && status !== 429) console.warn(`Meterbridge answered ${status} to the hint for ${site.site}`)
}

/** One hint in three seconds is plenty: a look finds everything. */
function isRecent(title) {
  const cache = CacheService.getScriptCache()
  if (cache.get(title)) return true
  cache.put(title, 'told', 3)
  return false
}

function settings() {
  const properties = PropertiesService.getScriptProperties()
  const url = properties.getProperty('METERBRIDGE_URL')
  const sites = properties.getProperty('METERBRIDGE_SITES')
  if (!url || !sites) throw new Error('Set the script properties METERBRIDGE_URL and METERBRIDGE_SITES first.')
  return { url: url.replace(/\/+$/, ''), sites: JSON.parse(sites) }
}
