import {
  escapeHtml,
  type Portal,
  redirect,
  sendPage,
  signIn,
  startPortal,
  takeReading,
  type Visitor,
} from './portal.ts'

/** Rendered by its server: CSRF tokens in every form, a page that asks once more, a redirect to the receipt. */
export function startStadtwerke(): Promise<Portal> {
  const tokens = new Set<string>()
  const token = (): string => {
    const value = Math.random().toString(36).slice(2)
    tokens.add(value)
    return `<input type="hidden" name="csrf" value="${value}">`
  }
  return startPortal(async (visitor, sessions) => {
    const { method, path, form, response, session } = visitor
    if (method === 'POST' && !tokens.delete(form.get('csrf') ?? ''))
      return sendPage(response, '<h1>Ungültige Anfrage</h1>', 403)
    if (path === '/login') return method === 'POST' ? login(visitor, sessions, token) : loginPage(visitor, token)
    if (session === undefined) return redirect(response, '/login')
    if (path === '/')
      return sendPage(
        response,
        `<h1>Mein Konto</h1><nav><a href="/reading">Zählerstand melden</a> <a href="/history">Verlauf</a> <a href="/logout">Abmelden</a></nav>`,
      )
    if (path === '/reading' && method === 'GET') return sendPage(response, readingForm(token()))
    if (path === '/reading') return sendPage(response, confirmForm(form, token()))
    if (path === '/reading/confirm') return await confirm(visitor, sessions)
    if (path === '/reading/done')
      return sendPage(
        response,
        `<h1>Vielen Dank</h1><p>Ihr Zählerstand wurde gespeichert. Belegnummer: ${escapeHtml(visitor.query.get('receipt') ?? '')}</p>`,
      )
    if (path === '/history') return sendPage(response, history(visitor.portal))
    sendPage(response, '<h1>Nicht gefunden</h1>', 404)
  })
}

function loginPage({ response, session, portal }: Visitor, token: () => string, message = ''): void {
  if (session !== undefined) return redirect(response, '/')
  if (portal.showsCaptcha)
    return sendPage(response, '<h1>Anmelden</h1><p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>')
  sendPage(
    response,
    `<h1>Anmelden</h1>${message}<form method="post" action="/login">${token()}
    <label>E-Mail <input id="user" name="username" autocomplete="username"></label>
    <label>Kennwort <input id="pass" name="password" type="password"></label>
    <button id="go" type="submit">Anmelden</button></form>`,
  )
}

function login(visitor: Visitor, sessions: Set<string>, token: () => string): void {
  const { form, response } = visitor
  if (signIn(visitor, sessions, { username: form.get('username'), password: form.get('password') }))
    return redirect(response, '/')
  loginPage(visitor, token, '<p role="alert">Die Zugangsdaten sind falsch.</p>')
}

function readingForm(token: string): string {
  return `<h1>Zählerstand melden</h1><form method="post" action="/reading">${token}
    <label>Ablesedatum <input id="date" name="date" type="date"></label>
    <label>Zählerstand (kWh) <input id="reading" name="reading" inputmode="numeric"></label>
    <button id="next" type="submit">Weiter</button></form>`
}

function confirmForm(form: URLSearchParams, token: string): string {
  const [date, reading] = [escapeHtml(form.get('date') ?? ''), escapeHtml(form.get('reading') ?? '')]
  return `<h1>Bitte prüfen</h1><p>${reading} kWh am ${date}</p><form method="post" action="/reading/confirm">${token}
    <input type="hidden" name="date" value="${date}"><input type="hidden" name="reading" value="${reading}">
    <button id="send" type="submit">Verbindlich absenden</button></form>`
}

async function confirm(visitor: Visitor, sessions: Set<string>): Promise<void> {
  const { form, response } = visitor
  const reading = { date: form.get('date') ?? '', value: form.get('reading') ?? '' }
  await takeReading(visitor, sessions, reading, ({ receipt, refusal, isCaptcha }) => {
    if (isCaptcha) return sendPage(response, '<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>')
    if (refusal !== undefined) return sendPage(response, `<p role="alert">${refusal}</p>`)
    redirect(response, `/reading/done?receipt=${receipt ?? ''}`)
  })
}

function history({ stored }: Portal): string {
  const rows = stored.map(
    ({ date, value, receipt }) => `<tr><td>${date}</td><td>${value} kWh</td><td>${receipt}</td></tr>`,
  )
  return `<h1>Verlauf</h1><table><tr><th>Datum</th><th>Stand</th><th>Beleg</th></tr>${rows.join('')}</table>`
}
