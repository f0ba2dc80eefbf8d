import type { Socket } from 'node:net'
import type { Log } from '../log.ts'
import type { Server } from './route.ts'

/** How long the service bears with a slow client, before it closes the connection for the sake of the others. */
export interface Patience {
  /** From the first byte of a request to the end of its headers. */
  headersMilliseconds: number
  /** From the first byte of a request to the end of its body. */
  requestMilliseconds: number
  /** Between two requests on one connection. */
  idleMilliseconds: number
  /** While an answer waits and nothing of it is taken; it may take up to twice as long. */
  readerMilliseconds: number
  /** How often it is looked whether a request takes too long. */
  lookEveryMilliseconds: number
}

export const usualPatience: Patience = {
  headersMilliseconds: 60_000,
  requestMilliseconds: 300_000,
  idleMilliseconds: 72_000,
  readerMilliseconds: 60_000,
  lookEveryMilliseconds: 30_000,
}

/** Cuts off whoever takes nothing of what waits for them: it fills memory, and a stop would wait for it. */
export function cutOffSlowReaders(server: Server, log: Log, readerMilliseconds: number): void {
  /** What a connection had taken when there was last something waiting for it. */
  const connections = new Map<Socket, number | undefined>()
  server.server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined)
    socket.once('close', () => connections.delete(socket))
  })
  const look = (): void => {
    for (const [socket, takenBefore] of connections) {
      const taken = socket.writableLength > 0 ? socket.bytesWritten - socket.writableLength : undefined
      connections.set(socket, taken)
      if (taken === undefined || taken !== takenBefore) continue
      log.info({ address: socket.remoteAddress }, 'a client that takes nothing of its answer was cut off')
      // What waits in the kernel would be kept for it much longer.
      socket.resetAndDestroy()
    }
  }
  const timer = setInterval(look, readerMilliseconds).unref()
  server.addHook('onClose', () => clearInterval(timer))
}
