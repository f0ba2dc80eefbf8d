import './styles.css'
import { keepForOffline } from './service-worker.ts'
import { createSession } from './session/session.ts'
import { language } from './texts/language.ts'

document.documentElement.lang = language
keepForOffline()
// The next access token is on its way before the rest of the program begins, which is a task of its own: a slow phone
// paints and answers in between.
const session = createSession(localStorage)
const { draw } = await import('./program.tsx')
await draw(session)
