/** Peer (a): nothing but `node:http`. Parses the same body, asks for a bearer token without checking it, keeps nothing. */
import { createServer } from 'node:http'

const newest = {
  site: 'home',
  reading: { inverterKwh: 5012.4, meterValue: 18_230, timestamp: '2026-01-01T00:00:00.000Z' },
}

createServer((request, response) => {
  const answer = (status: number, body: object): void => {
    const text = JSON.stringify(body)
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  }
  if (request.url === '/health') return answer(200, { status: 'healthy' })
  if (request.url === '/auth/token') return answer(200, { access_token: 'anything' })
  if (!request.headers.authorization?.startsWith('Bearer ')) return answer(401, { status: 401 })
  if (request.url === '/readings/current') return answer(200, newest)
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    text += chunk
  })
  request.on('end', () => {
    const body = JSON.parse(text) as { records?: object[] }
    if (body.records) answer(200, { received: body.records.length, recorded: body.records.length })
    else answer(201, { reading: body, warnings: [] })
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')
