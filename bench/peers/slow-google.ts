/** As much of Google Sheets as google-spreadsheet needs to append rows; every answer takes 250 ms. */
import { createServer } from 'node:http'

const latencyMilliseconds = 250
const columns = ['Timestamp', 'Inverter_kWh', 'Meter_Value', 'Source']
const sheet = {
  sheetId: 0,
  title: 'Readings',
  index: 0,
  gridProperties: { rowCount: 1000, columnCount: columns.length },
}
let rows = 1

createServer((request, response) => {
  const url = request.url ?? ''
  const answer = (body: object): void => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body))
  }
  let body = ''
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString()
  })
  request.on('end', () => {
    if (url === '/health') return answer({})
    setTimeout(() => {
      if (url.includes(':append')) {
        rows += 1
        const updatedRange = `Readings!A${rows}:D${rows}`
        answer({
          updates: { updatedRange, updatedRows: 1, updatedData: { values: [JSON.parse(body).values?.[0] ?? []] } },
        })
      } else if (url.includes('/values/')) answer({ range: 'Readings!A1:D1', values: [columns] })
      else answer({ properties: { title: 'bench' }, sheets: [{ properties: sheet }] })
    }, latencyMilliseconds)
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')
