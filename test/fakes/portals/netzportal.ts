import { type Portal, redirect, sendJson, sendPage, signIn, startPortal, takeReading, type Visitor } from './portal.ts'

/** Rendered by its own script: no ids, a web component with a shadow root, a modal that asks, everything over JSON. */
export function startNetzportal(): Promise<Portal> {
  return startPortal(async (visitor, sessions) => {
    const { method, path, json, response, session, portal } = visitor
    if (path === '/api/session' && method === 'POST') {
      const { username = '', password = '' } = json
      const isRight = signIn(visitor, sessions, { username, password })
      return sendJson(response, isRight ? {} : { message: 'Anmeldung fehlgeschlagen' }, isRight ? 200 : 401)
    }
    if (path === '/api/session') return sendJson(response, {}, session === undefined ? 401 : 200)
    if (!path.startsWith('/api/')) return sendPage(response, `<div class="c0"></div><script>${script}</script>`)
    if (session === undefined) return sendJson(response, { message: 'Nicht angemeldet' }, 401)
    if (method === 'GET') return sendJson(response, { readings: portal.stored })
    await store(visitor, sessions)
  })
}

async function store(visitor: Visitor, sessions: Set<string>): Promise<void> {
  const { json, response } = visitor
  const { date = '', value = '' } = json
  await takeReading(visitor, sessions, { date, value }, ({ receipt, refusal, isCaptcha }) => {
    if (isCaptcha) return redirect(response, '/captcha')
    if (refusal !== undefined) return sendJson(response, { message: refusal }, 422)
    sendJson(response, { receipt })
  })
}

const script = `
const root = document.querySelector('div')
const make = (tag, text = '', attributes = {}) => Object.assign(document.createElement(tag), { textContent: text }, attributes)
const call = (path, body) => fetch(path, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const later = (work) => setTimeout(work, 40)
function show(...parts) { root.replaceChildren(...parts) }
function field(label, type = 'text') {
  const wrap = make('label', label + ' ')
  const input = make('input', '', { type })
  wrap.append(input)
  return { wrap, input }
}
function login(message = '') {
  const name = field('Benutzername'), word = field('Passwort', 'password')
  const button = make('button', 'Einloggen', { type: 'button' })
  button.onclick = async () => {
    const answer = await call('/api/session', { username: name.input.value, password: word.input.value })
    answer.ok ? later(home) : login((await answer.json()).message)
  }
  show(make('h2', 'Willkommen'), make('p', message), name.wrap, word.wrap, button)
}
function home() {
  const enter = make('button', 'Ablesung erfassen'), list = make('button', 'Meine Ablesungen')
  enter.onclick = () => later(form)
  list.onclick = () => later(history)
  show(make('h2', 'Übersicht'), enter, list)
}
class MeterField extends HTMLElement {
  constructor() {
    super()
    const inner = this.attachShadow({ mode: 'open' })
    const { wrap, input } = field('Stand in kWh')
    this.input = input
    inner.append(wrap)
  }
}
customElements.define('meter-field', MeterField)
function form() {
  const day = field('Datum'), meter = document.createElement('meter-field')
  const send = make('button', 'Übermitteln')
  send.onclick = () => later(() => ask(day.input.value, meter.input.value))
  show(make('h2', 'Ablesung'), day.wrap, meter, send)
}
function ask(date, value) {
  const modal = make('div', '', { role: 'dialog' })
  modal.setAttribute('role', 'dialog')
  const yes = make('button', 'Ja, übermitteln'), no = make('button', 'Nein')
  no.onclick = () => modal.remove()
  yes.onclick = async () => {
    yes.disabled = true
    let answer
    try { answer = await call('/api/readings', { date, value }) } catch { return modal.replaceChildren(make('p', 'Keine Verbindung')) }
    const body = await answer.json().catch(() => ({}))
    const text = body.receipt ? 'Übermittelt. Vorgang ' + body.receipt : body.message ?? 'Das hat nicht geklappt'
    later(() => modal.replaceChildren(make('p', text), make('button', 'Schließen')))
  }
  modal.append(make('p', 'Stand ' + value + ' am ' + date + ' übermitteln?'), yes, no)
  root.append(modal)
}
async function history() {
  const { readings } = await (await call('/api/readings')).json()
  show(make('h2', 'Meine Ablesungen'), ...readings.map(({ date, value, receipt }) => make('div', date + ' | ' + value + ' | ' + receipt)))
}
fetch('/api/session').then((answer) => later(answer.ok ? home : () => login()))
`
