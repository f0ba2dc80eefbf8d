import type { Server } from '../../../http/route.ts'
import { Type } from '../../../json-schema.ts'

const strict = { additionalProperties: false }
const Typed = Type.Optional(Type.String({ minLength: 1, maxLength: 1000 }))

const ImportBody = Type.Object(
  {
    recording: Type.Unknown({ description: 'A recording as Chrome DevTools Recorder exports it, as JSON' }),
    values: Type.Object(
      { username: Typed, password: Typed, reading: Typed, date: Typed },
      { ...strict, description: 'The texts as they were typed; nothing of them is kept' },
    ),
  },
  strict,
)

const ImportAnswer = Type.Object({
  recipe: Type.Unknown({ description: 'For the field `recipe` of a connector of the type `browser`' }),
  problems: Type.Array(Type.String(), { description: 'What a person should look at before it is used' }),
})

/** Making recipes of recordings: `/utility/recipes`. */
export function recipesRoutes(server: Server): void {
  const schema = {
    tags: ['utility'],
    summary: 'Make a recipe of a Chrome DevTools Recorder export, without any secret',
    body: ImportBody,
    response: { 200: ImportAnswer },
  }
  server.post('/utility/recipes/import', { config: { access: 'admin' }, schema }, async (request) => {
    const { importRecording } = await import('./recorder-import.ts')
    const { recording, values } = request.body
    const given = Object.entries(values).filter(([, text]) => text !== undefined)
    return importRecording(recording, Object.fromEntries(given))
  })
}
