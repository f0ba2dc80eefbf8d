import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import type { AlertDelivery } from './delivery.ts'

const TrialAnswer = Type.Object({
  ok: Type.Boolean({ description: 'Whether there is a channel, and every one of them took the trial' }),
  channels: Type.Array(Type.Object({ channel: Type.String(), ok: Type.Boolean(), detail: Type.String() })),
})

export type TrialJson = Static<typeof TrialAnswer>

/** `POST /alerts/test`. */
export function deliveryRoutes(server: Server, delivery: AlertDelivery): void {
  const schema = { tags: ['operations'], summary: 'A trial alert on every channel', response: { 200: TrialAnswer } }
  server.post('/alerts/test', { config: { access: 'admin' }, schema }, async () => {
    const channels = await delivery.try()
    return { ok: channels.length > 0 && channels.every(({ ok }) => ok), channels }
  })
}
