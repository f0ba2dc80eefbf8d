import { escapeHtml, type Portal, sendPage, signIn, startPortal, takeReading, type Visitor } from './portal.ts'

/**
 * Signs in inside a frame that comes late, behind a consent banner that comes later; takes the reading as three fields of
 * two digits, with a local date and a control value with a decimal comma, and shows the receipt in a new window.
 */
export function startVersorger(): Promise<Portal> {
  return startPortal(async (visitor, sessions) => {
    const { method, path, form, response, session, portal } = visitor
    if (path === '/') return sendPage(response, consent + (session === undefined ? lateFrame : menu))
    if (path === '/frame/login' && method === 'GET') return sendPage(response, loginForm(''))
    if (path === '/frame/login') {
      const given = { username: form.get('kunde'), password: form.get('pin') }
      const isRight = signIn(visitor, sessions, given)
      return sendPage(
        response,
        isRight ? '<script>top.location = "/"</script>' : loginForm('PIN oder Kundennummer falsch'),
      )
    }
    if (session === undefined) return sendPage(response, '<p>Ihre Sitzung ist abgelaufen.</p>', 401)
    if (path === '/ablesung') return sendPage(response, consent + readingForm)
    if (path === '/senden') return await store(visitor, sessions)
    if (path === '/verlauf') return sendPage(response, consent + history(portal))
    sendPage(response, 'Nicht gefunden', 404)
  })
}

const consent = `<div id="banner" hidden style="position:fixed;inset:0;background:#000c;color:#fff">
  <p>Wir verwenden Cookies.</p><button onclick="document.cookie='consent=1';banner.remove()">Alle akzeptieren</button></div>
  <script>setTimeout(() => { banner.hidden = document.cookie.includes('consent=1') }, 80)</script>`
const lateFrame = `<h1>Versorger</h1><div id="slot"></div><script>setTimeout(() => {
  slot.innerHTML = '<iframe src="/frame/login" width="500" height="200"></iframe>' }, 200)</script>`
const menu = `<h1>Kundenbereich</h1><a href="/ablesung">Zählerstand eingeben</a> <a href="/verlauf">Verlauf</a>`

function loginForm(message: string): string {
  return `<p>${message}</p><form method="post"><label>Kundennummer <input name="kunde"></label>
    <label>PIN <input name="pin" type="password"></label><button>Login</button></form>`
}

const digits = [1, 2, 3]
  .map((place) => `<input name="d${place}" aria-label="Ziffern ${place}" maxlength="2" size="2" class="digit">`)
  .join('')
const readingForm = `<h1>Ablesung</h1><form method="post" action="/senden" target="_blank">
  <label>Abgelesen am <input name="datum"></label><fieldset>${digits}</fieldset>
  <label>Kontrollwert <input name="kontrolle"></label>
  <label><input type="checkbox" name="sicher" required> Ich habe richtig abgelesen, siehe <a href="/verlauf">Verlauf</a></label>
  <button>Jetzt senden</button></form>
  <script>document.querySelectorAll('.digit').forEach((one, index, all) => one.addEventListener('input', () => {
    if (one.value.length === 2) all[index + 1]?.focus() }))</script>`

async function store(visitor: Visitor, sessions: Set<string>): Promise<void> {
  const { form, response } = visitor
  const whole = ['d1', 'd2', 'd3'].map((name) => form.get(name) ?? '').join('')
  const control = form.get('kontrolle') ?? ''
  const isRight = Number(whole) === Math.floor(Number(control.replace(',', '.'))) && control.includes(',')
  if (!isRight || !form.has('sicher') || !/^\d\d\.\d\d\.\d{4}$/.test(form.get('datum') ?? ''))
    return sendPage(response, '<p>Eingabe ungültig: Format prüfen.</p>')
  const reading = { date: form.get('datum') ?? '', value: control }
  await takeReading(visitor, sessions, reading, ({ receipt, refusal, isCaptcha }) => {
    if (isCaptcha) return sendPage(response, '<p>Bitte lösen Sie das Captcha.</p>')
    sendPage(response, refusal ?? `<h1>Danke!</h1><p>Eingangsnummer ${escapeHtml(receipt ?? '')}</p>`)
  })
}

// Thousands are grouped, as such pages do.
function history({ stored }: Portal): string {
  const grouped = (value: string) => value.replace(/\B(?=(\d{3})+,)/g, '.')
  return (
    stored.map(({ date, value, receipt }) => `<p>${date}: ${grouped(value)} kWh (${receipt})</p>`).join('') ||
    '<p>Keine Einträge</p>'
  )
}
