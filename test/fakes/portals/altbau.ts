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

/** A single old page without ids or labels that is slow, breaks off, forgets who is signed in and asks for captchas. */
export function startAltbau(): Promise<Portal> {
  return startPortal(async (visitor, sessions) => {
    const { method, path, form, query, response, session, portal } = visitor
    if (path === '/login' && method === 'POST') {
      const isRight = signIn(visitor, sessions, { username: form.get('u'), password: form.get('p') })
      return isRight ? redirect(response, '/') : sendPage(response, login('Falsche Zugangsdaten'))
    }
    if (portal.showsCaptcha) return sendPage(response, '<p>Captcha: bitte Bilder auswählen</p>')
    if (session === undefined) return sendPage(response, login(''))
    if (path === '/list') return sendPage(response, list(portal))
    if (path === '/save') return await save(visitor, sessions)
    if (path === '/saved') return sendPage(response, `<b>Gebucht unter ${escapeHtml(query.get('nr') ?? '')}</b>`)
    sendPage(
      response,
      '<form action="/save" method="post"><input name="tag" size="10"><input name="stand" size="8"><input type="submit" value="Buchen"></form>',
    )
  })
}

function login(message: string): string {
  return `<font color="red">${message}</font><form method="post" action="/login">
    <input name="u" placeholder="Kunde"><input name="p" type="password" placeholder="Geheimzahl"><input type="submit" value="Rein"></form>`
}

async function save(visitor: Visitor, sessions: Set<string>): Promise<void> {
  const { form, response } = visitor
  const reading = { date: form.get('tag') ?? '', value: form.get('stand') ?? '' }
  await takeReading(visitor, sessions, reading, ({ receipt, refusal, isCaptcha }) => {
    if (isCaptcha) return sendPage(response, '<p>Captcha: bitte Bilder auswählen</p>')
    if (refusal !== undefined) return sendPage(response, `<b>${refusal}</b>`)
    redirect(response, `/saved?nr=${receipt}`)
  })
}

function list({ stored }: Portal): string {
  const rows = stored.map(({ date, value, receipt }) => `<tr><td>${date}<td>${value}<td>${receipt}`)
  return `<h3>Buchungen</h3><table>${rows.join('')}</table>`
}
