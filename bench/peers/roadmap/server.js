// Peer (b): the roadmap's own stack. Each record awaits its own append; the newest reading is kept in memory.
import './emulated-google.js'
import express from 'express'
import { GoogleSpreadsheet } from 'google-spreadsheet'
import jwt from 'jsonwebtoken'

const secret = 'a secret of more than thirty-two bytes'
const app = express()
app.use(express.json({ limit: '8mb' }))

const document = new GoogleSpreadsheet('bench', { token: 'bench' })
// Not awaited before it listens, so that Google's latency is no part of its start.
const sheetLoaded = document.loadInfo().then(() => document.sheetsByIndex[0])
let newest = { inverterKwh: 5012.4, meterValue: 18_230, timestamp: '2026-01-01T00:00:00.000Z', source: 'bench' }

const signedIn = (request, response, next) => {
  try {
    jwt.verify((request.headers.authorization ?? '').replace('Bearer ', ''), secret)
    next()
  } catch {
    response.status(401).json({ error: 'unauthorized' })
  }
}
const isRecord = ({ timestamp, inverterKwh, meterValue } = {}) =>
  !Number.isNaN(Date.parse(timestamp)) && (typeof inverterKwh === 'number' || typeof meterValue === 'number')

async function record({ timestamp, inverterKwh, meterValue, source = 'bench' }) {
  const sheet = await sheetLoaded
  await sheet.addRow([timestamp, inverterKwh, meterValue, source])
  newest = { timestamp, inverterKwh, meterValue, source }
}

app.get('/health', (_request, response) => response.json({ status: 'healthy' }))
app.post('/auth/token', (_request, response) =>
  response.json({ access_token: jwt.sign({ sub: 'bench' }, secret, { expiresIn: '7d' }) }),
)
app.get('/readings/current', signedIn, (_request, response) => response.json({ site: 'home', reading: newest }))
app.post('/records/single', signedIn, async (request, response) => {
  if (!isRecord(request.body)) return response.status(400).json({ error: 'bad record' })
  await record(request.body)
  response.status(201).json({ reading: request.body, warnings: [] })
})
app.post('/records/bulk', signedIn, async (request, response) => {
  for (const one of request.body.records) await record(one)
  response.json({ received: request.body.records.length, recorded: request.body.records.length })
})
app.listen(Number(process.env.PORT), '127.0.0.1')
